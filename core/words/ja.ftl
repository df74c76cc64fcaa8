# 日本語

## Common

common-app_disclaimer = このアプリは、国や市区町村の公式アプリではありません。接続先：{ $platform }
common-sandbox_banner = 練習用の環境です。本物のカードは使えません。
common-next = 次へ
common-back = 戻る
common-cancel = やめる
common-ok = 決定
common-retry = もう一度試す
common-finish = 終わる
common-close = 閉じる
common-details = くわしく見る
common-faq = よくある質問
common-contact = 問い合わせ先
common-open_settings = 設定を開く
common-language = 表示する言語（Language）
common-error_code = エラー番号：{ $code }
common-copy_code = 番号をコピーする
common-loading = 読み込んでいます
common-step_of = 全{ $total }段階のうち{ $step }段階目：{ $name }
steps-review = 内容の確認
steps-read = カードの読み取り
steps-done = 完了

## Start screen

home-title = マイナンバーカードを保険証として使えるようにする
home-lead = 病院や薬局でカードを使う前に、登録が必要です。このアプリで登録できます。
home-time_needed = 用意するものがそろっていれば、数分で終わります。
home-register = 保険証として登録する
home-status = 登録の状況を見る
home-insurance = いまの保険の情報を見る
home-release = 登録の解除について
home-facility = 病院や薬局での使い方
home-not_compulsory = 登録しなくても、資格確認書で受診できます。

## Getting ready

prep-title = 用意するもの
prep-choose_path = どちらで登録しますか
prep-path_phone = スマートフォンだけで
prep-path_pc = パソコンとカードリーダーで
prep-item_card = 登録する本人のマイナンバーカード
prep-item_pin = 数字4桁の暗証番号（利用者証明用）
prep-item_phone = カードを読み取れるスマートフォン
prep-item_reader = パソコンとつないだカードリーダー
prep-item_app = 最新版のこのアプリ
prep-no_card = カードを持っていない方へ
prep-supported = 使える機種を調べる
prep-install_help = 入れ方と始め方を見る
prep-private_mode = ブラウザの「プライベート」「シークレット」をオフにしてください。
prep-close_tabs = 開いているほかのタブは、先に閉じておくと安心です。
prep-ready = 準備ができました。
prep-nfc_off = カードを読む機能（NFC）がオフになっています。設定でオンにしてください。
prep-nfc_absent = このスマートフォンではカードを読み取れません。ほかの方法で登録してください。
prep-reader_absent = カードリーダーが見つかりません。パソコンにつないでください。
prep-reader_service_off = カードリーダーを動かすしくみ（スマートカードサービス）が止まっています。起動してからもう一度お試しください。
prep-reader_busy = ほかのソフトがカードを使っています。そのソフトを終わらせてから試してください。

## Step 1: review and terms

terms-title = 登録する内容の確認
terms-lead = { $platform }を通じて、あなたのカードを保険証として使えるようにします。
terms-consent_title = 登録すると行われること
terms-consent-cert_serial = カードの電子証明書の番号を、保険の資格を確認するしくみに伝えます。
terms-consent-insured_number = 保険の番号を、登録を結び付けるために使います。
terms-consent-insurer_name = 加入している保険者の名前を、登録件数を数えるために使います。
terms-not_sent = マイナンバー、住所、顔写真は読み取りません。暗証番号はカードにだけ伝え、外に送りません。
terms-portal_checkbox = { $platform }の利用者登録も一緒に行う
terms-portal_help = 自分の記録や、役所からのお知らせを見られるようになります。あとから登録することもできます。
terms-open_link = 利用規約を読む（第{ $version }版）
terms-agree_next = 同意して次へ
terms-load_failed = 利用規約を読み込めませんでした。通信を確認してもう一度お試しください。
terms-changed-title = 利用規約が新しくなりました
terms-changed-body = 手続きの途中で内容が変わりました。新しい規約を確認して、もう一度同意してください。まだ登録はされていません。

## Step 2: before the card is read

read-title = カードを読み取ります
read-lead_phone = 「申し込む」を押し、暗証番号を入れてから、カードをスマートフォンに当てます。
read-pc_step1 = カードリーダーをパソコンにつなぐ
read-pc_step2 = カードをリーダーに置く（または差し込む）
read-pc_step3 = 「申し込む」を押す
read-whose_card = どなたのカードですか。お子さまの分は、お子さまのカードと暗証番号で登録します。
read-pin_explain = 使うのは、カードを受け取ったときに窓口で決めた、数字4桁の暗証番号（利用者証明用電子証明書のもの）です。
read-lock_warning = 続けて3回まちがえると、暗証番号がロックされます。
read-unlock_where = ロックの解除は、住んでいる市区町村の窓口で行います。
read-apply = 申し込む

## PIN

pin-title = 暗証番号を入力
pin-title_pc = 利用者証明用の暗証番号（数字4桁）
pin-label = 数字4桁の暗証番号
pin-hint = 数字4桁
pin-show = 入力した数字を表示する
pin-entered_count = { $count }桁入力しました
pin-what_is = この暗証番号とは
pin-explain = マイナンバーカードには暗証番号がいくつかあります。ここで使うのは、ログインなどに使う数字4桁のものです。英数字の長いパスワードではありません。
pin-forgot = わからないときは、当てずっぽうで入れず、窓口や店頭の端末で再設定してください。
pin-format_error = 数字4桁で入力してください。まだカードには送っていません。
pin-wrong_remaining = 暗証番号がちがいます。あと{ $remaining }回まちがえるとロックされます。
pin-other_pin_hint = 同じ4桁でも、住所変更などで使う暗証番号とは別のことがあります。
pin-last_attempt-title = あと1回でロックされます
pin-last_attempt-body = 次にまちがえると、この暗証番号は使えなくなり、窓口などでの手続きが必要になります。自信がなければ、ここでやめて確認してください。
pin-last_attempt-confirm = 理解して入力する
pin-last_attempt-stop = 今はやめる
pin-locked-title = 暗証番号がロックされました
pin-locked-body = 続けて3回まちがえたため、この暗証番号は使えません。登録はされていません。カードの見た目や、ほかの暗証番号には影響ありません。
pin-locked-window = 住んでいる市区町村の窓口に、カードを持って行ってください。再設定できます。
pin-locked-kiosk = 英数字6〜16桁の署名用パスワードがわかる方は、専用アプリで予約してから24時間以内に、対応する店の端末で再設定できます。
pin-locked-other_way = 病院や薬局の機械なら、顔で本人確認をして登録できることがあります。

## Holding the card

hold-title = カードを当ててください
hold-ios = iPhoneの上の端を、カードの真ん中に押し当てて、動かさずにお待ちください。
hold-android = スマートフォン裏側の読み取りマークに、カードの真ん中を押し当てて、動かさずにお待ちください。
hold-pc = カードをリーダーに置いたままにしてください。
hold-keep = 終わるまで離さないでください。5秒以上かかることがあります。
hold-waiting = カードを待っています
hold-found = カードが見つかりました。そのままで。
hold-reading = 読み取り中です（{ $percent }％）
hold-finished = 読み取れました。離しても大丈夫です。
hold-tips_title = うまく読めないとき
hold-tip-keep = 始めから終わりまで、ぴったり付けたままにする
hold-tip-slow = すぐに反応がなくても、少し待つ
hold-tip-metal = 金属の机から離れて行う
hold-tip-case = スマートフォンのケースを外す
hold-tip-cable = 充電やイヤホンのケーブルを抜く
hold-tip-nfc = NFC・おサイフケータイをオンにする
hold-find_spot = 読み取る場所をさがす

## Card problems

card-moved = 読み取りの途中でカードが離れました。暗証番号の残り回数は減っていません。もう一度当ててください。
card-moved_during_verify = 暗証番号を確かめている間にカードが離れました。残り回数を確認するので、もう一度当ててください。
card-timeout = カードが見つかりませんでした。当てる場所を少しずらしてみてください。
card-unsupported = マイナンバーカードではないようです。カードの種類を確認してください。
card-multiple = カードが2枚以上あります。1枚だけにしてください。
card-no_auth_cert = このカードには、利用者証明用の電子証明書が入っていません。市区町村の窓口で発行できます。
card-face_only_or_locked = このカードの暗証番号は、いま使えません。以前にロックされたか、暗証番号のない「顔認証」カードです。
card-face_only_help = 表面に「顔認証」と書かれたカードは、病院や薬局の機械で登録してください。
card-changed = さきほどと別のカードです。同じカードを当ててください。
card-comm_error = カードとの通信に失敗しました。カードを離して、もう一度当ててください。
card-reader_removed = カードリーダーが外れました。つなぎ直してください。
card-cancelled = 読み取りをやめました。登録はされていません。

## Certificate problems

cert-expired = 電子証明書の期限が{ $date }に切れています。更新してから、もう一度お申し込みください。
cert-expired_help = 更新は市区町村の窓口で、無料でできます。すでに登録済みの方は、期限が切れた月の末日から3か月間は病院などで資格の確認ができますが、薬や診療の情報は共有されません。
cert-expiring_soon = 電子証明書の期限は{ $date }です。登録はできますが、早めに更新してください。
cert-not_yet = この電子証明書は、まだ使い始められません。{ $date }以降にお試しください。
cert-revoked = この電子証明書は失効しています。再発行などの手続きが済んでいるか、市区町村の窓口で確認してください。
cert-suspended = このカードは一時停止の届け出がされています。見つかった場合などは、解除の手続きをしてください。
cert-check_unavailable = 電子証明書が使えるかどうかを、いま確認できません。カードの問題ではありません。時間をおいてお試しください。
cert-untrusted = このカードの電子証明書を確認できませんでした。登録には使えません。
cert-sandbox_real_card = 練習用の環境では、本物のカードは使えません。内容はどこにも送っていません。
cert-production_test_card = これは試験用のカードです。登録には使えません。

## Network and server

net-offline = インターネットにつながっていません。つながってから始めてください。暗証番号はまだ使っていません。
net-sending = 申込みを送っています。画面を閉じずにお待ちください。
net-after_sign-title = 送信を確認できていません
net-after_sign-body = カードの読み取りは済んでいます。通信が戻れば、このまま送り直せます。二重に登録されることはなく、暗証番号もカードも、もう必要ありません。
net-after_sign-window = { $time }までは送り直せます。
net-after_sign-resend = 送り直す
net-after_sign-expired = 送り直せる時間が過ぎました。登録されていないことを確認しました。もう一度カードを読み取ってください。
net-resume-title = 前回の続きがあります
net-resume-body = 前回の申込みが届いたかどうかを確認しています。
net-tls_error = 安全な接続を確認できないため、止めました。公衆無線LANの画面が出ていないか確認してください。
clock-skew = 端末の日時がずれているようです（約{ $offset }）。日付と時刻を自動設定にしてください。
srv-maintenance = いまはメンテナンス中です。{ $time }ごろに再開する予定です。暗証番号は使っていません。
srv-down = サービスにつながりません。こちらの問題です。時間をおいてお試しください。
srv-busy = 混み合っています。{ $seconds }秒後に自動で試します。
srv-rate_limited = 短い間に何度も試されたため、少し止めています。{ $time }以降にお試しください。
srv-upgrade_required = このアプリは古いため使えません。最新版に更新してください。
srv-unexpected = 思いがけない問題が起きました。登録されたかどうかは「登録の状況」で確認できます。
srv-bad_proof = カードの読み取り結果を確認できませんでした。もう一度カードを読み取ってください。
reg-session_expired = 時間がたったため、最初からやり直します。登録はされていません。
reg-in_progress = 同じ申込みを処理しています。そのままお待ちください。
reg-already = このカードは、すでに登録されています。もう手続きは必要ありません。
reg-not_linked = 申込みは受け付けましたが、保険の情報がまだ見つかりません。勤め先や保険者の登録が終わると使えるようになります。

## Completion

done-title = 登録が完了しました。お疲れさまでした。
done-title_accepted = 申込みを受け付けました。登録の完了を待っています。
done-row-application = 申込み
done-row-insurance = 保険証としての登録
done-row-portal = { $platform }の利用者登録
done-value-accepted = 受け付けました
done-value-registered = 登録済み
done-value-processing = 処理中
done-value-failed = 登録できませんでした
done-check_status = 状況は、あとからこのアプリで確認できます。
done-facility_link = 使える病院・薬局をさがす
done-info_link = 保険の情報を見る
done-receipt = 受付番号 { $receipt }　受付日時 { $time }　規約 第{ $version }版
done-next_visit = 次に病院や薬局へ行くときは、このカードを持って行ってください。

## Status, insurance, release

status-title = 登録の状況
status-need_card = 確認のため、カードと暗証番号が必要です。
status-not_registered = 登録されていません
status-accepted = 申込みを受け付けました
status-processing = 登録の処理中です
status-registered = 登録されています
status-failed = 登録できませんでした。理由：{ $reason }
status-release_requested = 解除を受け付けました。まだ保険証として使えます。
status-released = 登録は解除されています
status-unknown = 状況を表示できません。アプリを最新版にしてください。
status-as_of = { $time }時点
ins-title = いまの保険の情報
ins-insurer = 保険者
ins-number = 記号・番号（一部だけ表示）
ins-valid_from = 資格を取った日
ins-as_of = { $time }時点の情報です。端末には保存しません。
ins-lag = 転職や引っ越しのあとは、新しい情報が出るまで日数がかかることがあります。急ぐときは、保険者に確認してください。
ins-not_found = 保険の情報が見つかりませんでした。
dereg-title = 登録の解除
dereg-explain = 解除すると、このカードでは受診の受付ができなくなります。カードのほかの機能はそのまま使えます。
dereg-via_insurer = 解除は、加入している保険者への申請で行われます。
dereg-certificate_doc = 解除した方やカードを使えない方には、保険者から資格確認書が無料で届きます。
dereg-time = 反映は翌月の末ごろです。画面の表示が変わるまで、さらに1〜2か月かかることがあります。
dereg-confirm = 内容を理解し、解除を申し込みます
dereg-submit = 解除を申し込む
dereg-accepted = 解除の申込みを受け付けました。
dereg-again = あとからもう一度登録することもできます。

## At the facility

fac-title = 病院・薬局での受付
fac-sticker = 対応のステッカーやポスターがある病院・薬局で使えます。
fac-start_varies = 使い始められる時期は、施設によってちがいます。厚生労働省の一覧で確認できます。
fac-step1 = 顔か暗証番号か、本人確認の方法を選びます。
fac-step2 = カードを奥までしっかり入れます。向きは機械の案内に合わせます。
fac-step3 = 薬の情報や健診の情報を見せてよいかを答えると、受付は終わりです。断ることもできます。
fac-face = 機械が、カードの写真とあなたの顔を見比べます。
fac-pin = 顔でうまくいかないときは、4桁の暗証番号に切り替えられます。
fac-child = お子さまも顔で確認できます。付き添いの保護者が、お子さまの4桁の暗証番号を入れる方法もあります。
fac-no_photo_stored = 顔の写真が機械に残ることはありません。
fac-visual = 暗証番号の入力が難しいときは、職員が顔と写真を見て確認できます。
fac-staff_never_pin = 職員が暗証番号を聞いたり、代わりに入れたりすることはありません。
fac-smartphone = スマートフォンのマイナンバーカードでも受付できる施設があります。先にこの登録をして、初めての施設には実物のカードも持って行ってください。
fac-not_working = うまく読めないときは、受付に伝えてください。ほかの確認方法があります。
help-other_ways = ほかにも、病院・薬局の機械、セブン銀行のATM、市区町村の窓口で登録できます。

## Command line

cli-pin_prompt = 暗証番号4桁（表示されません）：
cli-pinpad = リーダーのキーで暗証番号を入れてください。
cli-cancelled = 中止しました。登録はされていません。
maintenance = close

## Dates

date-long = { $year }年{ $month }月{ $day }日
date-time = { $date } { $clock }
duration-minutes = { $count }分
duration-hours = { $count }時間
duration-days = { $count }日
month-01 = 1月
month-02 = 2月
month-03 = 3月
month-04 = 4月
month-05 = 5月
month-06 = 6月
month-07 = 7月
month-08 = 8月
month-09 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月

## Beyond the copy: titles of trouble

trouble-card = カードを読み取れませんでした
trouble-certificate = このカードでは登録できません
trouble-not_now = いまは登録できません
trouble-again = もう一度カードを読み取ります
trouble-unsure = 登録されたか確認してください
trouble-cancelled = 中止しました
trouble-defect = このアプリの中で問題が起きました
trouble-defect_body = 暗証番号は消しました。終わって、もう一度始めてください。送信の途中だった場合は、続きから始まります。

## Beyond the copy: choices and notices

clock-wrong = 端末の日時がずれているようです。日付と時刻を自動設定にしてください。
srv-busy_now = 混み合っています。時間をおいてお試しください。登録はされていません。
cert-expired_undated = 電子証明書の期限が切れています。更新してから、もう一度お申し込みください。
cert-not_yet_undated = この電子証明書は、まだ使い始められません。
common-yes = はい
common-no = いいえ
common-start_again = 最初からやり直す
common-update = 最新版にする
terms-review = 新しい規約を確認する
terms-required = 必ず行われます
read-choice = 申込みの内容
pin-erase = 1桁消す
pin-tries_left = あと{ $remaining }回まちがえると、暗証番号がロックされます。
pin-was_right = 暗証番号は合っていました。もう一度入れてください。
pin-keypad_how = 4桁を入れたら、リーダーの確定キーを押してください。番号はカードにだけ伝わり、このパソコンは通りません。
pin-keypad_timed_out = リーダーでの暗証番号の入力が時間切れになりました。暗証番号の残り回数は減っていません。
prep-reader_software_absent = このパソコンにはICカードを読むためのソフト（PC/SC）が入っていません。入れてからもう一度試してください（DebianやUbuntuではpcscd）。
store-failed = この端末に控えを保存できませんでした。送信が終わるまで、画面を閉じないでください。
store-receipt_failed = この端末に保存できませんでした。受付番号を書き留めてください。
store-unreadable = この端末の記録を読み込めませんでした。前回の申込みがある場合は、登録の状況を確認してください。
srv-maintenance_open = いまはメンテナンス中です。時間をおいてお試しください。暗証番号は使っていません。
net-sending_unsure = 申込みを送り終えていません。控えを残してあるので、次に開いたときに続きから送れます。
card-certificate_changed_help = 暗証番号は使っていません。
status-reason_internal = サービスの中の問題

## Beyond the copy: how a reading ended, on the phone's NFC sheet

sheet-moved = カードが離れました。
sheet-none = カードが見つかりませんでした。
sheet-several = カードが2枚以上あります。
sheet-foreign = マイナンバーカードではないようです。
sheet-other_card = さきほどと別のカードです。
sheet-pin_wrong = 暗証番号がちがいます。
sheet-pin_unusable = このカードの暗証番号は使えません。

## Beyond the copy: home, getting ready, about

home-check_card = このカードを調べる
home-receipts = 申込みの控え
home-practice = カードなしで試してみる
prep-app_android = Androidのアプリを入れる
prep-app_ios = iPhoneのアプリを入れる
prep-app_pc = パソコン用のソフトを入れる
about-title = このアプリについて
about-version = このアプリの版
about-oldest = 使える一番古い版
about-unknown = いまは確認できません
about-platform = 接続先
about-origin = 接続先のアドレス
about-kind = 環境
about-production = 本番
about-sandbox = 練習用
about-no_public_api = 国の登録のしくみには、一般に公開された接続方法がありません。このアプリがつながるのは、上の接続先だけです。

## Beyond the copy: status, insurance, release

sign_in-title = カードで確認します
status-use_card = カードで確認する
status-nothing_kept = この端末には、確認に使える記録がありません。カードで確認できます。
status-kept_is_old = この端末の記録では、もう確認できません。カードで確認してください。
status-refresh = 最新の状況を見る
status-older = 前の申込み
status-newer = 後の申込み
status-reason_not_linked = 保険の情報がまだ見つからない
status-reason_rejected = 保険者が受け付けなかった
status-reason_revoked = その後、電子証明書が失効した
status-reason_other = 理由は接続先に問い合わせてください
not_offered-title = ここでは利用できません
not_offered-body = 接続先は、この機能を提供していません。
dereg-help = 申し込むには、カードと暗証番号が必要です。
dereg-tick_first = 先に、下の確認にチェックを入れてください。まだ申し込んでいません。
dereg-not_offered = このアプリからは申し込めません。加入している保険者に申請してください。
dereg-stopped = 読み取りをやめました。解除は申し込んでいません。
dereg-other_card = このカードの登録は、この端末に残っている登録とは別のものです。解除はされていません。もう一度試すと、このカードの登録を確認します。
net-answer_lost = カードは読み取れましたが、返事を受け取れませんでした。もう一度試しても、二重にはなりません。カードも暗証番号もいりません。
net-sending_title = 送っています
trouble-not_ready = カードを読む準備ができていません
trouble-no_answer = 返事を受け取れませんでした
trouble-store = 記録を読み込めませんでした
trouble-card_unusable = このカードは使えません
trouble-not_possible = いまは利用できません
done-info_here = 保険の情報は、このアプリの最初の画面から見ることもできます。

## Beyond the copy: receipts

receipt-title = 申込みの控え
receipt-none = この端末に、申込みの控えはありません。
receipt-number = 受付番号
receipt-time = 受付日時
receipt-terms = 利用規約の版
receipt-agreed = 同意した内容
receipt-delete = この控えを消す
receipt-delete_title = この控えを消しますか
receipt-delete_body = 控えと、状況の確認に使う記録を、この端末から消します。元には戻せません。登録そのものは変わりません。
receipt-keep = 消さずに残す

## Beyond the copy: looking at a card

check-title = カードを調べる
check-lead = カードを当てるだけで、電子証明書の期限、暗証番号の残り回数、カードの種類がわかります。暗証番号は入れません。
check-nothing_sent = 本物のカードで使えます。インターネットは使わず、どこにも送りません。読み取るのは電子証明書と残り回数だけです。
check-read = カードを読み取る
check-again = ほかのカードを調べる
check-result_title = カードの状態
check-kind = カードの種類
check-kind_current = マイナンバーカード
check-kind_next = 次世代のマイナンバーカード
check-kind_test = 試験用のカード
check-end = 電子証明書の期限
check-tries = 暗証番号（数字4桁）の残り回数
check-tries_left = あと{ $remaining }回
check-tries_none = 使えません
check-tries_one = あと1回まちがえるとロックされます。正しい番号を入れると3回に戻ります。
check-tries_low = 前に1回まちがえています。正しい番号を入れると3回に戻ります。
check-end_soon = 電子証明書の期限は{ $date }です。いま更新できます。早めに更新してください。
check-fine = このカードに、いま必要な手続きはありません。
check-clock = 期限は、この端末の日付で判断しています。
check-not_the_registration = 保険証として登録されているかどうかは、カードだけではわかりません。「登録の状況」で確認できます。

## Beyond the copy: whose card

read-childs_card = お子さまのカードです
read-childs_card_help = 画面の案内だけが変わります。答えはどこにも送りません。
pin-childs = お子さまのカードの暗証番号を入れてください。保護者のカードの番号ではありません。

## Beyond the copy: guide

fac-face_title = 顔で確認するとき
fac-pin_title = 暗証番号で確認するとき、うまくいかないとき
fac-other_title = ほかに知っておくこと
fac-home_visit = 訪問診療やオンライン診療の受付にも、この登録が必要です。

## Beyond the copy: practice

practice-title = カードなしで練習する
practice-banner = これは練習です。カードは読み取らず、どこにも送らず、何も登録しません。
practice-heading = 【練習】{ $title }
practice-lead = 本番と同じ画面を、順に試せます。カードも暗証番号もインターネットもいりません。
practice-not_your_pin = 練習では、ご自分の暗証番号を入れないでください。画面に出る練習用の数字を使います。
practice-start = 練習を始める
practice-digits = 練習用の数字は { $digits } です。この4つを入れてください。
practice-other_digits = 練習用の数字ではなかったので、すぐに消しました。どこにも残していません。
practice-hold = 本番では、ここでカードを当てます。練習では、そのままお待ちください。
practice-terms = ここには、接続先の利用規約が出ます。本番では、読んでから同意してください。
practice-version = 練習用
practice-done_title = 練習は終わりです
practice-nothing_registered = 何も登録されていません。本番では、このあと登録の結果が出ます。
practice-next = 準備ができたら、最初の画面の「保険証として登録する」から始めてください。
practice-again = もう一度練習する
