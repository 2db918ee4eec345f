    gradle=gradle
    if [ -x "$home/gradlew" ]; then gradle=$home/gradlew; fi
    if [ $# -gt 0 ]; then set --; else set -- -PlibrariesOnly; fi
    "$gradle" -q --console=plain -p "$home" commandLine "$@" || return
    read -r class_path <"$work/dependencies" || [ -n "$class_path" ]
