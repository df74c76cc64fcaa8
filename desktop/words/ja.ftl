# パソコンの画面だけの言葉。製品の言葉は core/words にある。

page-name = カザス
page-help = 困ったとき
page-local = この画面は、このパソコンの中のプログラムが表示しています。使わないでいると、自動で閉じます。
page-new_tab = （新しいタブで開きます）
page-copied = コピーしました
page-kind_information = お知らせ：
page-kind_warning = 注意：
page-kind_error = エラー：
page-kind_success = 完了：
page-tick_done = できています
page-tick_open = まだです
page-readers_title = どのカードリーダーを使いますか
page-readers_body = このパソコンには、カードリーダーがいくつかつながっています。
page-readers_any = カードがあるリーダー
page-over_title = 終わりました
page-over_body = このタブを閉じてください。
page-over_again = もう一度はじめる
page-gone_title = この画面は閉じました
page-gone_body = パソコンの中のプログラムが終了しました。続けるときは、もう一度起動してください。署名済みでまだ送れていない申込みは保存されていて、続きから送れます。
page-open = ブラウザで画面を開きます。開かないときは、このパソコンのブラウザで次のアドレスを開いてください：
page-no_browser = このパソコンのブラウザで、次のアドレスを開いてください：
page-end = 終わるには Ctrl+C を押してください。

terminal-choose_reader = リーダーが{ $count }台あります。番号で選んでください。
terminal-pin_needs_terminal = 暗証番号は端末から直接入力してください。引数や環境変数では受け取りません。
terminal-choose = 番号を入れて Enter を押してください（そのまま Enter：{ $default }）：
terminal-reader_any = カードがあるもの
terminal-not_offered = その番号はありません。
terminal-no_terminal = この操作には端末が必要です。端末から直接実行してください。

doctor-software = ICカード用ソフト
doctor-service = ICカードのサービス
doctor-reader = ICカードリーダー
doctor-records = 記録
doctor-terminal = 暗証番号を入れる端末
doctor-good = 準備できています
doctor-card = カードがあります
doctor-no_card = カードはありません
doctor-keypad = 暗証番号のキーがあります
doctor-folder = 保存先：{ $folder }
doctor-no_folder = { $folder }には保存できません。--dataで別の場所を指定してください。
doctor-no_home = 保存先がわかりません。--dataで指定してください。
doctor-missing = 足りないものがあります。上から順に直してください。
