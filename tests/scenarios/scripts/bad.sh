# What can be wrong with a script, by the number that was dialled.
while read -r line && [ -n "$line" ]; do
    case $line in agi_extension:*) dialled=${line#agi_extension: } ;; esac
done

case $dialled in
122) sleep 1000 ;;                                                 # hangs
123) while :; do echo "Hello, world"; read -r answer; done ;;      # prints rubbish
124) echo "SET VARIABLE tier gold"; read -r answer; exit 7 ;;      # dies
125) echo "WAIT FOR DIGIT -1"; read -r answer; sleep 1000 ;;       # lets the PBX hang
126) echo "HANGUP"; read -r answer
     echo "SET VARIABLE tier \"$answer\""; read -r answer ;;       # would take the caller away
esac
