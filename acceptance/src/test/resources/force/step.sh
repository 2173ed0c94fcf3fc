# Leaves a mark of this start, and lives for so many tenths of a second.
: > "$FORCE_DIR/starts/$GATEWAY_JOB_ID.$$"
echo "begin $$"
i=0
while [ "$i" -lt "$1" ]; do
  i=$((i + 1))
  sleep 0.1
  [ $((i % 5)) = 0 ] && echo "step $i"
done
echo end
