# 練習だけの言葉。

practice-title = 練習の道具
