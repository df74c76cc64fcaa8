# やさしい日本語。漢字《よみ》 gives the reading of the run of kanji before it.

## Common

common-app_disclaimer = この アプリは、国《くに》や 市役所《しやくしょ》の アプリでは ありません。つながる ところ：{ $platform }
common-sandbox_banner = これは 練習《れんしゅう》です。本物《ほんもの》の カードは 使《つか》えません。
common-next = 次《つぎ》へ
common-back = 戻《もど》る
common-cancel = やめる
common-ok = 決定《けってい》
common-retry = もう一度《いちど》 やる
common-finish = 終《お》わる
common-close = 閉《と》じる
common-details = もっと 見《み》る
common-faq = よくある 質問《しつもん》
common-contact = 質問《しつもん》する ところ
common-open_settings = 設定《せってい》を 開《ひら》く
common-language = ことばを 選《えら》ぶ（Language）
common-error_code = エラーの 番号《ばんごう》：{ $code }
common-copy_code = 番号《ばんごう》を コピーする
common-loading = 待《ま》って ください
common-step_of = { $total }の うち { $step }つ目《め》：{ $name }
steps-review = 内容《ないよう》を 見《み》る
steps-read = カードを 読《よ》む
steps-done = 終《お》わり

## Start screen

home-title = マイナンバーカードを 保険証《ほけんしょう》に する
home-lead = 病院《びょういん》や 薬局《やっきょく》で カードを 使《つか》う 前《まえ》に、登録《とうろく》を します。この アプリで できます。
home-time_needed = 用意《ようい》が できて いたら、数分《すうふん》で 終《お》わります。
home-register = 登録《とうろく》する
home-status = 登録《とうろく》できたか 見《み》る
home-insurance = 今《いま》の 保険《ほけん》を 見《み》る
home-release = 登録《とうろく》を やめたい とき
home-facility = 病院《びょういん》での 使《つか》い方《かた》
home-not_compulsory = 登録《とうろく》しなくても、資格確認書《しかくかくにんしょ》が あれば 病院《びょういん》に 行《い》けます。

## Getting ready

prep-title = 用意《ようい》する もの
prep-choose_path = どちらで やりますか
prep-path_phone = スマートフォンで
prep-path_pc = パソコンと カードリーダーで
prep-item_card = あなたの マイナンバーカード
prep-item_pin = 4つの 数字《すうじ》の 暗証番号《あんしょうばんごう》
prep-item_phone = カードを 読《よ》める スマートフォン
prep-item_reader = パソコンに つないだ カードリーダー
prep-item_app = 新《あたら》しい この アプリ
prep-no_card = カードが ない 人《ひと》
prep-supported = 使《つか》える 機械《きかい》を 見《み》る
prep-install_help = アプリの 入《い》れ方《かた》を 見《み》る
prep-private_mode = ブラウザの 「プライベート」を オフに して ください。
prep-close_tabs = ほかの タブは、先《さき》に 閉《と》じて ください。
prep-ready = 準備《じゅんび》が できました。
prep-nfc_off = カードを 読《よ》む 機能《きのう》（NFC）が オフです。設定《せってい》で オンに して ください。
prep-nfc_absent = この スマートフォンは カードを 読《よ》めません。ほかの 方法《ほうほう》で やって ください。
prep-reader_absent = カードリーダーが ありません。パソコンに つないで ください。
prep-reader_service_off = パソコンの カードの しくみが 止《と》まって います。動《うご》かして から、もう一度《いちど》 やって ください。
prep-reader_busy = ほかの ソフトが カードを 使《つか》って います。その ソフトを 閉《と》じて ください。

## Step 1: review and terms

terms-title = 登録《とうろく》の 内容《ないよう》
terms-lead = { $platform }で、あなたの カードを 保険証《ほけんしょう》に します。
terms-consent_title = 登録《とうろく》すると、こう なります
terms-consent-cert_serial = カードの 電子証明書《でんししょうめいしょ》の 番号《ばんごう》を、保険《ほけん》を 調《しら》べる しくみに 送《おく》ります。
terms-consent-insured_number = あなたの 保険《ほけん》の 番号《ばんごう》を 使《つか》って、カードと つなぎます。
terms-consent-insurer_name = あなたの 保険《ほけん》の 会社《かいしゃ》などの 名前《なまえ》を、登録《とうろく》の 数《かず》を 数《かぞ》える ために 使《つか》います。
terms-not_sent = マイナンバーや 住所《じゅうしょ》や 写真《しゃしん》は 読《よ》みません。暗証番号《あんしょうばんごう》は どこにも 送《おく》りません。
terms-portal_checkbox = { $platform }も 使《つか》えるように する
terms-portal_help = 自分《じぶん》の 情報《じょうほう》や、役所《やくしょ》の お知《し》らせを 見《み》る ことが できます。後《あと》で しても いいです。
terms-open_link = きまりを 読《よ》む（{ $version }）
terms-agree_next = きまりに 「はい」と 言《い》って、次《つぎ》へ
terms-load_failed = きまりを 見《み》る ことが できません。インターネットを 確認《かくにん》して、もう一度《いちど》 やって ください。
terms-changed-title = きまりが 新《あたら》しく なりました
terms-changed-body = きまりが 変《か》わりました。もう一度《いちど》 読《よ》んで ください。まだ 登録《とうろく》して いません。

## Step 2: before the card is read

read-title = カードを 読《よ》みます
read-lead_phone = 「申《もう》し込《こ》む」を 押《お》します。暗証番号《あんしょうばんごう》を 入《い》れます。カードを スマートフォンに つけます。
read-pc_step1 = カードリーダーを パソコンに つなぐ
read-pc_step2 = カードを リーダーに 置《お》く
read-pc_step3 = 「申《もう》し込《こ》む」を 押《お》す
read-whose_card = だれの カードですか。子《こ》どもの 登録《とうろく》は、子《こ》どもの カードと 暗証番号《あんしょうばんごう》で します。
read-pin_explain = カードを もらった とき、4つの 数字《すうじ》を 決《き》めました。その 番号《ばんごう》を 使《つか》います。
read-lock_warning = 3回《かい》 続《つづ》けて まちがえると、使《つか》えなく なります。
read-unlock_where = 使《つか》えなく なったら、市役所《しやくしょ》などに 行《い》きます。
read-apply = 申《もう》し込《こ》む

## PIN

pin-title = 暗証番号《あんしょうばんごう》を 入《い》れる
pin-title_pc = 4つの 数字《すうじ》の 暗証番号《あんしょうばんごう》
pin-label = 4つの 数字《すうじ》
pin-hint = 数字《すうじ》 4つ
pin-show = 数字《すうじ》を 見《み》せる
pin-entered_count = { $count }つ 入《い》れました
pin-what_is = この 番号《ばんごう》は 何《なん》ですか
pin-explain = カードには いくつかの 番号《ばんごう》が あります。ここでは、4つの 数字《すうじ》の 番号《ばんごう》を 使《つか》います。長《なが》い パスワードでは ありません。
pin-forgot = 分《わ》からない ときは、入《い》れないで ください。市役所《しやくしょ》などで 新《あたら》しく します。
pin-format_error = 4つの 数字《すうじ》を 入《い》れて ください。
pin-wrong_remaining = 番号《ばんごう》が ちがいます。あと { $remaining }回《かい》 まちがえると、使《つか》えなく なります。
pin-other_pin_hint = ほかの 4つの 数字《すうじ》と、ちがう かもしれません。
pin-last_attempt-title = あと 1回《かい》だけです
pin-last_attempt-body = 次《つぎ》に まちがえると、使《つか》えなく なります。分《わ》からない ときは、今《いま》 やめて ください。
pin-last_attempt-confirm = 分《わ》かりました。入《い》れます
pin-last_attempt-stop = 今《いま》は やめる
pin-locked-title = 番号《ばんごう》が 使《つか》えなく なりました
pin-locked-body = 3回《かい》 まちがえました。この 番号《ばんごう》は もう 使《つか》えません。登録《とうろく》は まだです。
pin-locked-window = カードを 持《も》って、市役所《しやくしょ》などに 行《い》って ください。新《あたら》しい 番号《ばんごう》を 作《つく》ります。
pin-locked-kiosk = 長《なが》い パスワード（6〜16文字《もじ》）が 分《わ》かる 人《ひと》は、店《みせ》の 機械《きかい》でも できます。先《さき》に 専用《せんよう》の アプリで 予約《よやく》します。
pin-locked-other_way = 病院《びょういん》の 機械《きかい》で、顔《かお》を 使《つか》って 登録《とうろく》できる ことが あります。

## Holding the card

hold-title = カードを つけて ください
hold-ios = iPhoneの 上《うえ》を、カードの 真《ま》ん中《なか》に つけます。動《うご》かさないで 待《ま》ちます。
hold-android = スマートフォンの 裏《うら》の マークに、カードの 真《ま》ん中《なか》を つけます。動《うご》かさないで 待《ま》ちます。
hold-pc = カードを リーダーに 置《お》いて ください。取《と》らないで ください。
hold-keep = 終《お》わるまで 離《はな》さないで ください。5秒《びょう》より 長《なが》い ことも あります。
hold-waiting = カードを 待《ま》って います
hold-found = カードが ありました。そのままで。
hold-reading = 読《よ》んで います（{ $percent }％）
hold-finished = 読《よ》めました。カードを 取《と》っても いいです。
hold-tips_title = うまく 読《よ》めない とき
hold-tip-keep = 最初《さいしょ》から 最後《さいご》まで、ぴったり つける
hold-tip-slow = 少《すこ》し 待《ま》つ
hold-tip-metal = 金属《きんぞく》の 机《つくえ》の 上《うえ》で しない
hold-tip-case = スマートフォンの ケースを 取《と》る
hold-tip-cable = 充電《じゅうでん》や イヤホンの 線《せん》を 取《と》る
hold-tip-nfc = NFCを オンに する
hold-find_spot = 読《よ》む 場所《ばしょ》を さがす

## Card problems

card-moved = カードが 離《はな》れました。まちがいの 回数《かいすう》は 増《ふ》えて いません。もう一度《いちど》 つけて ください。
card-moved_during_verify = 番号《ばんごう》を 調《しら》べて いる とき、カードが 離《はな》れました。もう一度《いちど》 つけて ください。回数《かいすう》を 調《しら》べます。
card-timeout = カードが ありません。場所《ばしょ》を 少《すこ》し 変《か》えて ください。
card-unsupported = これは マイナンバーカードでは ありません。ほかの カードを 離《はな》して ください。
card-multiple = カードが 2枚《まい》 あります。1枚《まい》だけに して ください。
card-no_auth_cert = この カードには、必要《ひつよう》な 電子証明書《でんししょうめいしょ》が ありません。市役所《しやくしょ》などで 入《い》れる ことが できます。
card-face_only_or_locked = この カードは、今《いま》 番号《ばんごう》が 使《つか》えません。前《まえ》に まちがえたか、「顔認証《かおにんしょう》」の カードです。
card-face_only_help = カードに 「顔認証《かおにんしょう》」と 書《か》いて あったら、病院《びょういん》の 機械《きかい》で 登録《とうろく》します。
card-changed = さっきと ちがう カードです。同《おな》じ カードを つけて ください。
card-comm_error = カードを 読《よ》めませんでした。カードを 離《はな》して、もう一度《いちど》 つけて ください。
card-reader_removed = カードリーダーが 外《はず》れました。もう一度《いちど》 つないで ください。
card-cancelled = やめました。登録《とうろく》して いません。

## Certificate problems

cert-expired = 電子証明書《でんししょうめいしょ》は { $date }に 終《お》わりました。新《あたら》しく して から、もう一度《いちど》 やって ください。
cert-expired_help = 市役所《しやくしょ》などで、お金《かね》は かかりません。もう 登録《とうろく》して いる 人《ひと》は、3か月《げつ》 病院《びょういん》で 使《つか》えます。薬《くすり》の 情報《じょうほう》は 見《み》せられません。
cert-expiring_soon = 電子証明書《でんししょうめいしょ》は { $date }までです。登録《とうろく》は できます。早《はや》く 新《あたら》しく して ください。
cert-not_yet = この 電子証明書《でんししょうめいしょ》は、{ $date }から 使《つか》えます。
cert-revoked = この 電子証明書《でんししょうめいしょ》は もう 使《つか》えません。市役所《しやくしょ》などで 聞《き》いて ください。
cert-suspended = この カードは 止《と》めて あります。もう一度《いちど》 使《つか》う ときは、手続《てつづ》きを して ください。
cert-check_unavailable = 今《いま》、電子証明書《でんししょうめいしょ》を 調《しら》べられません。カードは 悪《わる》くないです。後《あと》で もう一度《いちど》 やって ください。
cert-untrusted = この カードは 登録《とうろく》に 使《つか》えません。
cert-sandbox_real_card = 練習《れんしゅう》では、本物《ほんもの》の カードは 使《つか》えません。どこにも 送《おく》って いません。
cert-production_test_card = これは テストの カードです。登録《とうろく》できません。

## Network and server

net-offline = インターネットに つながって いません。つながって から やって ください。
net-sending = 送《おく》って います。待《ま》って ください。
net-after_sign-title = 送《おく》れたか、まだ 分《わ》かりません
net-after_sign-body = カードは もう 読《よ》みました。インターネットが 戻《もど》ったら、もう一度《いちど》 送《おく》ります。2回《かい》 登録《とうろく》しません。番号《ばんごう》も カードも いりません。
net-after_sign-window = { $time }まで 送《おく》れます。
net-after_sign-resend = もう一度《いちど》 送《おく》る
net-after_sign-expired = 時間《じかん》が 過《す》ぎました。まだ 登録《とうろく》して いません。もう一度《いちど》 カードを 読《よ》んで ください。
net-resume-title = 前《まえ》の 続《つづ》きが あります
net-resume-body = 前《まえ》の 申《もう》し込《こ》みが 届《とど》いたか、調《しら》べて います。
net-tls_error = 安全《あんぜん》では ないので、止《と》めました。ほかの インターネットで やって ください。
clock-skew = スマートフォンの 時計《とけい》が ちがいます（{ $offset }くらい）。自動《じどう》に して ください。
srv-maintenance = 今《いま》は 休《やす》みです。{ $time }ごろ 始《はじ》まります。
srv-down = サービスが 動《うご》いて いません。後《あと》で もう一度《いちど》 やって ください。
srv-busy = 混《こ》んで います。{ $seconds }秒《びょう》 待《ま》って ください。
srv-rate_limited = 何回《なんかい》も やりました。{ $time }から、また できます。
srv-upgrade_required = この アプリは 古《ふる》いです。新《あたら》しく して ください。
srv-unexpected = 問題《もんだい》が ありました。「登録《とうろく》できたか 見《み》る」で 調《しら》べて ください。
srv-bad_proof = カードを もう一度《いちど》 読《よ》んで ください。
reg-session_expired = 時間《じかん》が 過《す》ぎました。最初《さいしょ》から やって ください。まだ 登録《とうろく》して いません。
reg-in_progress = 今《いま》 やって います。待《ま》って ください。
reg-already = この カードは もう 登録《とうろく》して あります。何《なに》も しなくて いいです。
reg-not_linked = 申《もう》し込《こ》みは できました。保険《ほけん》の 情報《じょうほう》が まだ ありません。会社《かいしゃ》や 市役所《しやくしょ》に 聞《き》いて ください。

## Completion

done-title = 登録《とうろく》が 終《お》わりました。ありがとう ございました。
done-title_accepted = 申《もう》し込《こ》みを しました。登録《とうろく》は もう少《すこ》し 待《ま》って ください。
done-row-application = 申《もう》し込《こ》み
done-row-insurance = 保険証《ほけんしょう》の 登録《とうろく》
done-row-portal = { $platform }の 登録《とうろく》
done-value-accepted = できました
done-value-registered = 登録《とうろく》 できました
done-value-processing = 今《いま》 やって います
done-value-failed = できませんでした
done-check_status = 後《あと》で この アプリで 見《み》る ことが できます。
done-facility_link = 使《つか》える 病院《びょういん》を さがす
done-info_link = 保険《ほけん》の 情報《じょうほう》を 見《み》る
done-receipt = 受付番号《うけつけばんごう》 { $receipt }　日時《にちじ》 { $time }　きまり { $version }
done-next_visit = 病院《びょういん》に 行《い》く ときは、この カードを 持《も》って 行《い》きます。

## Status, insurance, release

status-title = 登録《とうろく》できたか
status-need_card = カードと 暗証番号《あんしょうばんごう》が いります。
status-not_registered = 登録《とうろく》して いません
status-accepted = 申《もう》し込《こ》みを しました
status-processing = 今《いま》 登録《とうろく》して います
status-registered = 登録《とうろく》 して あります
status-failed = 登録《とうろく》 できませんでした。理由《りゆう》：{ $reason }
status-release_requested = やめる 申《もう》し込《こ》みを しました。今《いま》は まだ 使《つか》えます。
status-released = 登録《とうろく》は 終《お》わって います
status-unknown = 見《み》る ことが できません。アプリを 新《あたら》しく して ください。
status-as_of = { $time }の 情報《じょうほう》
ins-title = 今《いま》の 保険《ほけん》
ins-insurer = 保険《ほけん》の 会社《かいしゃ》など
ins-number = 番号《ばんごう》（少《すこ》しだけ 見《み》せます）
ins-valid_from = 始《はじ》まった 日《ひ》
ins-as_of = { $time }の 情報《じょうほう》です。スマートフォンに 残《のこ》しません。
ins-lag = 仕事《しごと》や 家《いえ》が 変《か》わった とき、新《あたら》しい 情報《じょうほう》は すぐに 出《で》ません。急《いそ》ぐ ときは、保険《ほけん》の 会社《かいしゃ》などに 聞《き》いて ください。
ins-not_found = 保険《ほけん》の 情報《じょうほう》が ありません。
dereg-title = 登録《とうろく》を やめる
dereg-explain = やめると、この カードで 病院《びょういん》の 受付《うけつけ》が できません。ほかの ことには 使《つか》えます。
dereg-via_insurer = 保険《ほけん》の 会社《かいしゃ》などに 申《もう》し込《こ》みます。
dereg-certificate_doc = カードを 使《つか》わない 人《ひと》には、資格確認書《しかくかくにんしょ》が 届《とど》きます。お金《かね》は いりません。
dereg-time = 次《つぎ》の 月《つき》の 終《お》わりごろに 変《か》わります。画面《がめん》は 1〜2か月《げつ》 後《あと》に 変《か》わる ことも あります。
dereg-confirm = 分《わ》かりました。やめます
dereg-submit = やめる 申《もう》し込《こ》みを する
dereg-accepted = やめる 申《もう》し込《こ》みを しました。
dereg-again = 後《あと》で もう一度《いちど》 登録《とうろく》できます。

## At the facility

fac-title = 病院《びょういん》や 薬局《やっきょく》で
fac-sticker = ステッカーや ポスターが ある ところで 使《つか》えます。
fac-start_varies = 使《つか》えない ところも あります。厚生労働省《こうせいろうどうしょう》の ページで 調《しら》べます。
fac-step1 = 顔《かお》か 番号《ばんごう》を 選《えら》びます。
fac-step2 = カードを 奥《おく》まで 入《い》れます。
fac-step3 = 薬《くすり》や 健康診断《けんこうしんだん》の 情報《じょうほう》を 見《み》せるか、答《こた》えます。「いいえ」も できます。受付《うけつけ》は 終《お》わりです。
fac-face = 機械《きかい》が、カードの 写真《しゃしん》と あなたの 顔《かお》を 見《み》ます。
fac-pin = 顔《かお》で できない ときは、4つの 数字《すうじ》で できます。
fac-child = 子《こ》どもも 顔《かお》で できます。親《おや》が 子《こ》どもの 番号《ばんごう》を 入《い》れても いいです。
fac-no_photo_stored = 顔《かお》の 写真《しゃしん》は 残《のこ》りません。
fac-visual = 番号《ばんごう》が 難《むずか》しい ときは、病院《びょういん》の 人《ひと》が 顔《かお》を 見《み》ます。
fac-staff_never_pin = 病院《びょういん》の 人《ひと》は、番号《ばんごう》を 聞《き》きません。
fac-smartphone = スマートフォンで できる 病院《びょういん》も あります。先《さき》に 登録《とうろく》します。初《はじ》めての 病院《びょういん》には、カードも 持《も》って 行《い》きます。
fac-not_working = できない ときは、受付《うけつけ》の 人《ひと》に 言《い》って ください。ほかの 方法《ほうほう》が あります。
help-other_ways = 病院《びょういん》の 機械《きかい》、セブン銀行《ぎんこう》の ATM、市役所《しやくしょ》などでも 登録《とうろく》できます。

## Command line

cli-pin_prompt = 番号《ばんごう》 4つ（見《み》えません）：
cli-pinpad = リーダーの ボタンで 番号《ばんごう》を 入《い》れて ください。
cli-cancelled = やめました。登録《とうろく》して いません。
maintenance = no

## Dates

date-long = { $year }年《ねん》{ $month }月《がつ》{ $day }日《にち》
date-time = { $date } { $clock }
duration-minutes = { $count }分《ふん》
duration-hours = { $count }時間《じかん》
duration-days = { $count }日《にち》
month-01 = 1月《がつ》
month-02 = 2月《がつ》
month-03 = 3月《がつ》
month-04 = 4月《がつ》
month-05 = 5月《がつ》
month-06 = 6月《がつ》
month-07 = 7月《がつ》
month-08 = 8月《がつ》
month-09 = 9月《がつ》
month-10 = 10月《がつ》
month-11 = 11月《がつ》
month-12 = 12月《がつ》

## Beyond the copy: titles of trouble

trouble-card = カードを 読《よ》めませんでした
trouble-certificate = この カードは 登録《とうろく》できません
trouble-not_now = 今《いま》は 登録《とうろく》できません
trouble-again = もう一度《いちど》 カードを 読《よ》みます
trouble-unsure = 登録《とうろく》できたか 見《み》て ください
trouble-cancelled = やめました
trouble-defect = アプリに 問題《もんだい》が ありました
trouble-defect_body = 番号《ばんごう》は 消《け》しました。終《お》わって、もう一度《いちど》 始《はじ》めて ください。送《おく》って いた ときは、続《つづ》きを します。

## Beyond the copy: choices and notices

clock-wrong = スマートフォンの 時計《とけい》が ちがいます。自動《じどう》に して ください。
srv-busy_now = 混《こ》んで います。後《あと》で もう一度《いちど》 やって ください。
cert-expired_undated = 電子証明書《でんししょうめいしょ》は 終《お》わりました。新《あたら》しく して から、もう一度《いちど》 やって ください。
cert-not_yet_undated = この 電子証明書《でんししょうめいしょ》は、まだ 使《つか》えません。
common-yes = はい
common-no = いいえ
common-start_again = 最初《さいしょ》から やる
common-update = 新《あたら》しく する
terms-review = 新《あたら》しい きまりを 読《よ》む
terms-required = いつも します
read-choice = 申《もう》し込《こ》みの 内容《ないよう》
pin-erase = 1つ 消《け》す
pin-tries_left = あと { $remaining }回《かい》 まちがえると、使《つか》えなく なります。
pin-was_right = 番号《ばんごう》は 合《あ》って いました。もう一度《いちど》 入《い》れて ください。
pin-keypad_how = 4つ 入《い》れたら、リーダーの 決《き》める ボタンを 押《お》して ください。番号《ばんごう》は この パソコンを 通《とお》りません。
pin-keypad_timed_out = 時間《じかん》が 過《す》ぎました。まちがいの 回数《かいすう》は 増《ふ》えて いません。もう一度《いちど》 入《い》れて ください。
prep-reader_software_absent = カードを 読《よ》む ソフト（PC/SC）が ありません。パソコンに 入《い》れてから、もう一度《いちど》 して ください。
store-failed = ここに 残《のこ》す ことが できませんでした。終《お》わるまで 閉《と》じないで ください。
store-receipt_failed = ここに 残《のこ》す ことが できません。受付番号《うけつけばんごう》を 書《か》いて ください。
store-unreadable = 前《まえ》の 記録《きろく》を 読《よ》めません。登録《とうろく》できたか 見《み》て ください。
srv-maintenance_open = 今《いま》は 休《やす》みです。後《あと》で もう一度《いちど》 やって ください。
net-sending_unsure = まだ 送《おく》れて いません。次《つぎ》に 開《ひら》いた とき、続《つづ》きを 送《おく》れます。
card-certificate_changed_help = 番号《ばんごう》は 使《つか》って いません。
status-reason_internal = サービスの 問題《もんだい》

## Beyond the copy: how a reading ended, on the phone's NFC sheet

sheet-moved = カードが 離《はな》れました。
sheet-none = カードが ありません。
sheet-several = カードが 2枚《まい》 あります。
sheet-foreign = マイナンバーカードでは ありません。
sheet-other_card = さっきと ちがう カードです。
sheet-pin_wrong = 番号《ばんごう》が ちがいます。
sheet-pin_unusable = この カードの 番号《ばんごう》は 使《つか》えません。

## Beyond the copy: home, getting ready, about

home-check_card = カードを 調《しら》べる
home-receipts = 申《もう》し込《こ》みの 控《ひか》え
home-practice = カードなしで 練習《れんしゅう》する
prep-app_android = Androidの アプリを 入《い》れる
prep-app_ios = iPhoneの アプリを 入《い》れる
prep-app_pc = パソコンの ソフトを 入《い》れる
about-title = この アプリに ついて
about-version = この アプリの バージョン
about-oldest = 使《つか》える 古《ふる》い バージョン
about-unknown = 今《いま》は 分《わ》かりません
about-platform = つながる ところ
about-origin = つながる ところの アドレス
about-kind = 本物《ほんもの》か 練習《れんしゅう》か
about-production = 本物《ほんもの》
about-sandbox = 練習《れんしゅう》
about-no_public_api = 国《くに》の しくみには つながって いません。上《うえ》の ところだけに つながります。

## Beyond the copy: status, insurance, release

sign_in-title = カードで 調《しら》べます
status-use_card = カードで 調《しら》べる
status-nothing_kept = ここには 記録《きろく》が ありません。カードで 調《しら》べる ことが できます。
status-kept_is_old = ここの 記録《きろく》では、もう 見《み》られません。カードで 調《しら》べて ください。
status-refresh = もう一度《いちど》 見《み》る
status-older = 前《まえ》の 申《もう》し込《こ》み
status-newer = 後《あと》の 申《もう》し込《こ》み
status-reason_not_linked = 保険《ほけん》の 情報《じょうほう》が まだ ありません
status-reason_rejected = 保険《ほけん》の 会社《かいしゃ》などが できないと 言《い》いました
status-reason_revoked = 電子証明書《でんししょうめいしょ》が 使《つか》えなく なりました
status-reason_other = 理由《りゆう》は 聞《き》いて ください
not_offered-title = ここでは できません
not_offered-body = つながる ところに、この サービスは ありません。
dereg-help = カードと 暗証番号《あんしょうばんごう》が いります。
dereg-tick_first = 先《さき》に、下《した》の 四角《しかく》に チェックを 入《い》れて ください。まだ 申《もう》し込《こ》んで いません。
dereg-not_offered = この アプリでは できません。保険《ほけん》の 会社《かいしゃ》などに 申《もう》し込《こ》んで ください。
dereg-stopped = やめました。まだ 申《もう》し込《こ》んで いません。
dereg-other_card = この カードの 登録《とうろく》は、ここに ある 登録《とうろく》と ちがいます。まだ やめて いません。もう一度《いちど》 やって ください。
net-answer_lost = カードは 読《よ》みました。返事《へんじ》が ありません。もう一度《いちど》 送《おく》れます。カードも 番号《ばんごう》も いりません。
net-sending_title = 送《おく》って います
trouble-not_ready = カードを 読《よ》む 準備《じゅんび》が できて いません
trouble-no_answer = 返事《へんじ》が ありません
trouble-store = 記録《きろく》を 読《よ》めません
trouble-card_unusable = この カードは 使《つか》えません
trouble-not_possible = 今《いま》は できません
done-info_here = 保険《ほけん》の 情報《じょうほう》は、この アプリの 最初《さいしょ》の 画面《がめん》でも 見《み》られます。

## Beyond the copy: receipts

receipt-title = 申《もう》し込《こ》みの 控《ひか》え
receipt-none = ここに 控《ひか》えは ありません。
receipt-number = 受付番号《うけつけばんごう》
receipt-time = 日時《にちじ》
receipt-terms = きまりの バージョン
receipt-agreed = 「はい」と 言《い》った こと
receipt-delete = この 控《ひか》えを 消《け》す
receipt-delete_title = この 控《ひか》えを 消《け》しますか
receipt-delete_body = 控《ひか》えと 記録《きろく》を ここから 消《け》します。もう 見《み》られません。登録《とうろく》は 変《か》わりません。
receipt-keep = 消《け》さない

## Beyond the copy: looking at a card

check-title = カードを 調《しら》べる
check-lead = カードを つけるだけです。いつまで 使《つか》えるか、番号《ばんごう》を あと 何回《なんかい》 入《い》れられるか、分《わ》かります。番号《ばんごう》は 入《い》れません。
check-nothing_sent = 本物《ほんもの》の カードで できます。インターネットは 使《つか》いません。どこにも 送《おく》りません。
check-read = カードを 読《よ》む
check-again = ほかの カードを 調《しら》べる
check-result_title = カードの ようす
check-kind = カードの 種類《しゅるい》
check-kind_current = マイナンバーカード
check-kind_next = 新《あたら》しい マイナンバーカード
check-kind_test = テストの カード
check-end = 電子証明書《でんししょうめいしょ》は いつまで
check-tries = 番号《ばんごう》を 入《い》れられる 回数《かいすう》
check-tries_left = あと { $remaining }回《かい》
check-tries_none = 使《つか》えません
check-tries_one = あと 1回《かい》 まちがえると、使《つか》えなく なります。正《ただ》しい 番号《ばんごう》を 入《い》れると、3回《かい》に 戻《もど》ります。
check-tries_low = 前《まえ》に 1回《かい》 まちがえました。正《ただ》しい 番号《ばんごう》を 入《い》れると、3回《かい》に 戻《もど》ります。
check-end_soon = 電子証明書《でんししょうめいしょ》は { $date }までです。早《はや》く 新《あたら》しく して ください。
check-fine = この カードは 大丈夫《だいじょうぶ》です。
check-clock = この 機械《きかい》の 日《ひ》にちで 調《しら》べました。
check-not_the_registration = 保険証《ほけんしょう》に なって いるかは、カードだけでは 分《わ》かりません。「登録《とうろく》できたか 見《み》る」で 見《み》て ください。

## Beyond the copy: whose card

read-childs_card = 子《こ》どもの カードです
read-childs_card_help = 画面《がめん》の ことばだけ 変《か》わります。どこにも 送《おく》りません。
pin-childs = 子《こ》どもの カードの 番号《ばんごう》を 入《い》れて ください。親《おや》の 番号《ばんごう》では ありません。

## Beyond the copy: guide

fac-face_title = 顔《かお》で する とき
fac-pin_title = 番号《ばんごう》で する とき、できない とき
fac-other_title = ほかの こと
fac-home_visit = 家《いえ》で 受《う》ける 診察《しんさつ》や オンラインの 診察《しんさつ》でも、この 登録《とうろく》を 使《つか》います。

## Beyond the copy: practice

practice-title = カードなしで 練習《れんしゅう》する
practice-banner = これは 練習《れんしゅう》です。カードは 読《よ》みません。登録《とうろく》も しません。
practice-heading = 【練習《れんしゅう》】{ $title }
practice-lead = 本物《ほんもの》と 同《おな》じ 画面《がめん》です。カードも 番号《ばんごう》も いりません。
practice-not_your_pin = 練習《れんしゅう》では、自分《じぶん》の 番号《ばんごう》を 入《い》れないで ください。画面《がめん》の 数字《すうじ》を 入《い》れます。
practice-start = 練習《れんしゅう》を 始《はじ》める
practice-digits = 練習《れんしゅう》の 数字《すうじ》は { $digits } です。これを 入《い》れて ください。
practice-other_digits = 練習《れんしゅう》の 数字《すうじ》では ありません。すぐに 消《け》しました。
practice-hold = 本物《ほんもの》の ときは、ここで カードを つけます。練習《れんしゅう》では、待《ま》って ください。
practice-terms = ここに きまりが 出《で》ます。本物《ほんもの》の ときは、読《よ》んで ください。
practice-version = 練習《れんしゅう》
practice-done_title = 練習《れんしゅう》は 終《お》わりです
practice-nothing_registered = 何《なに》も 登録《とうろく》して いません。本物《ほんもの》の ときは、ここに 結果《けっか》が 出《で》ます。
practice-next = 最初《さいしょ》の 画面《がめん》の 「登録《とうろく》する」から 始《はじ》めて ください。
practice-again = もう一度《いちど》 練習《れんしゅう》する
