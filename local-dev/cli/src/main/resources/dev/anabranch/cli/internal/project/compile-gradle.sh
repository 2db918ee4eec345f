    gradle=gradle
    if [ -x "$home/gradlew" ]; then gradle=$home/gradlew; fi
    "$gradle" -q --console=plain -p "$home" commandLine || return
    read -r class_path <"$work/dependencies" || [ -n "$class_path" ]
