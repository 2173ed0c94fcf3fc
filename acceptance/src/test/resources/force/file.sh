: > "$FORCE_DIR/starts/$GATEWAY_JOB_ID.$$"
echo "kept by $GATEWAY_JOB_ID" > kept.txt
echo end
