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
