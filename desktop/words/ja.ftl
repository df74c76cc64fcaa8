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
