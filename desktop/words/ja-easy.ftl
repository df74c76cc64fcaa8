# やさしい日本語。漢字《よみ》 gives the reading of the run of kanji before it.

page-name = カザス
page-help = 困《こま》った とき
page-local = この 画面《がめん》は、この パソコンの 中《なか》の プログラムが 出《だ》して います。使《つか》わないと、自動《じどう》で 閉《と》じます。
page-new_tab = （新《あたら》しい タブで 開《ひら》きます）
page-copied = コピーしました
page-kind_information = お知《し》らせ：
page-kind_warning = 注意《ちゅうい》：
page-kind_error = エラー：
page-kind_success = できました：
page-tick_done = できて います
page-tick_open = まだです
page-readers_title = どの カードリーダーを 使《つか》いますか
page-readers_body = この パソコンには、カードリーダーが いくつか あります。
page-readers_any = カードが ある カードリーダー
page-over_title = 終《お》わりました
page-over_body = この タブを 閉《と》じて ください。
page-over_again = もう一度《いちど》 はじめる
page-gone_title = この 画面《がめん》は 閉《と》じました
page-gone_body = パソコンの プログラムが 終《お》わりました。続《つづ》ける ときは、もう一度《いちど》 はじめて ください。まだ 送《おく》って いない 申《もう》し込《こ》みは、続《つづ》きから 送《おく》る ことが できます。
page-open = ブラウザで 画面《がめん》を 開《ひら》きます。開《ひら》かない ときは、この パソコンの ブラウザで 次《つぎ》の アドレスを 開《ひら》いて ください：
page-no_browser = この パソコンの ブラウザで、次《つぎ》の アドレスを 開《ひら》いて ください：
page-end = 終《お》わる ときは Ctrl+C を 押《お》して ください。

terminal-choose_reader = リーダーが { $count }つ あります。番号《ばんごう》で 選《えら》んで ください。
terminal-pin_needs_terminal = 番号《ばんごう》は キーボードで 入《い》れて ください。
terminal-choose = 番号《ばんごう》を 入《い》れて Enter を 押《お》します（Enter だけ：{ $default }）：
terminal-reader_any = カードが ある もの
terminal-not_offered = その 番号《ばんごう》は ありません。
terminal-no_terminal = 画面《がめん》と キーボードが いります。ターミナルで やって ください。

doctor-software = カードの ソフト
doctor-service = カードの サービス
doctor-reader = カードリーダー
doctor-records = 記録《きろく》
doctor-terminal = 番号《ばんごう》を 入《い》れる 画面《がめん》
doctor-good = 使《つか》えます
doctor-card = カードが あります
doctor-no_card = カードは ありません
doctor-keypad = 番号《ばんごう》の ボタンが あります
doctor-folder = 置《お》く ところ：{ $folder }
doctor-no_folder = { $folder }には 置《お》けません。--dataで ほかの ところを 選《えら》んで ください。
doctor-no_home = 置《お》く ところが わかりません。--dataで 選《えら》んで ください。
doctor-missing = 足《た》りない ものが あります。上《うえ》から 直《なお》して ください。
