# Starts Java with an archive of the classes that short commands load: the JVM then starts in half of the time.
#
# Both launchers have these functions: the one of this repository and the ones of new projects. They read
#   java, java_home         this Java
#   java_major              the number of its version
#   libraries               jars, separated by colons: the beginning of the class path
#   archives                the folder of the archives
#   work                    the folder of the build
#   command                 the command of Anabranch
#
# Long lines are read with `cat`: `read` makes a system call for each byte.

# Sets `java_version` and `java_runtime` from a file of this Java. They are empty if it has no such file.
read_release() {
    java_version=
    java_runtime=
    if [ -r "$java_home/release" ]; then
        while IFS='="' read -r key _ value _; do
            case $key in
                JAVA_VERSION) java_version=$value ;;
                JAVA_RUNTIME_VERSION) java_runtime=$value ;;
            esac
            [ -z "$java_version" ] || [ -z "$java_runtime" ] || break
        done <"$java_home/release"
    fi
}

# Lets one process build at a time. The lock of `flock` is released when the process and its Maven terminate, even if they are killed.
lock() {
    if command -v flock >/dev/null; then
        exec 9>"$work/lock"
        flock 9
        return
    fi
    until mkdir "$work/lock.d" 2>/dev/null; do
        read -r owner <"$work/lock.d/owner" && ! kill -0 "$owner" && rm -rf "$work/lock.d"
        sleep 1
    done 2>/dev/null
    trap 'rm -rf "$work/lock.d"' EXIT
    trap 'exit 130' INT TERM
    echo $$ >"$work/lock.d/owner"
}

unlock() {
    if command -v flock >/dev/null; then
        exec 9>&-
    else
        rm -rf "$work/lock.d"
        trap - EXIT INT TERM
    fi
}

# Sets `archive` to the archive of loaded classes for this Java.
find_archive() {
    IFS=' /+'
    # shellcheck disable=SC2086 # the words become the name of the file
    set -- $java_home $java_runtime
    IFS=-
    archive=$archives/start$*.jsa
    unset IFS
}

# Prints the size of an archive and its libraries.
key() {
    wc -c <"$1" && echo "$libraries"
}

# Succeeds if the archive is whole, of these libraries, and newer than this Java and all jars. The JVM crashes if the archive is cut or
# overwritten; its own check, -XX:+VerifySharedSpaces, reads all of the archive at each start.
is_archived() {
    [ -s "$archive" ] && [ -s "$archive.key" ] && [ "$(cat "$archive.key")" = "$(key "$archive")" ] || return 1
    # shellcheck disable=SC3013 # all shells know -nt
    [ ! "$archive" -nt "$archive.key" ] || return 1
    IFS=:
    for file in $libraries "$java_home/release"; do
        # shellcheck disable=SC3013 # all shells know -nt
        if [ "$file" -nt "$archive" ]; then
            unset IFS
            return 1
        fi
    done
    unset IFS
}

# Succeeds if an archive could not be made in the last 24 hours: each command would otherwise repeat the failure, which takes seconds.
has_failed() {
    [ -e "$archive.failed" ] && [ -z "$(find "$archive.failed" -mtime +0 -print)" ]
}

# Makes an archive from the classes that short commands load. The collector must be the one of the commands.
train() (
    unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
    exec </dev/null >/dev/null 2>&1
    # The options that all commands use with an archive: a JVM that lacks one makes no archive.
    file=$1
    set -- -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0
    if [ "$java_major" -ge 25 ]; then
        "$java" "$@" -XX:AOTCacheOutput="$file" -cp "$libraries" dev.anabranch.cli.Training "$file.data"
    else
        # Not -XX:ArchiveClassesAtExit, which leaves out the classes of picocli, because they are compiled for Java 5.
        "$java" "$@" -XX:DumpLoadedClassList="$file.classes" -cp "$libraries" dev.anabranch.cli.Training "$file.data" &&
            "$java" "$@" -Xshare:dump -XX:SharedClassListFile="$file.classes" -XX:SharedArchiveFile="$file" -cp "$libraries"
    fi && [ -s "$file" ]
)

# Makes the archive if it is missing or stale. Without it, commands only start more slowly.
prepare_archive() {
    find_archive
    if ! is_archived && ! has_failed && [ -w "$archives" ] && [ -w "$work" ]; then
        lock
        if ! is_archived && ! has_failed; then
            # Of commands that were killed.
            find "$archives" -name '*.jsa.[0-9]*' -prune -exec rm -rf {} +
            if train "$archive.$$" && key "$archive.$$" >"$archive.key" && mv -f "$archive.$$" "$archive"; then
                rm -f "$archive.failed"
            else
                touch "$archive.failed" 2>/dev/null || :
            fi
            rm -rf "$archive.$$" "$archive.$$.classes" "$archive.$$.data" "$archive.$$.config"
        fi
        unlock
    fi
    is_archived
}

# Becomes the JVM that runs the command, with these arguments.
start() {
    # The JVM reads the last three variables itself.
    options="${ANABRANCH_JAVA_OPTS:-} ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-}"
    # The serial collector uses the least CPU time for these commands. The JVM refuses two collectors.
    case $options in
        *-XX:+Use*GC*) ;;
        *) set -- -XX:+UseSerialGC "$@" ;;
    esac
    # The heap starts small and grows with what is in use. The JVM's default is a part of the machine's memory, and a larger heap is
    # filled with garbage before it is collected.
    case $options in
        *-Xm* | *Heap* | *RAM* | *NewSize*) ;;
        *) set -- -Xms128m -XX:NewSize=64m "$@" ;;
    esac
    if [ -n "$libraries" ] && [ -n "$java_version" ] && prepare_archive; then
        case $command in
            # Commands that run tasks compile with C2 too, but later than by default: its compilations cost more than they save in short runs.
            run | rerun | serve | dev | console)
                set -- -XX:Tier4InvocationThreshold=60000 -XX:Tier4MinInvocationThreshold=6000 -XX:Tier4CompileThreshold=180000 -XX:Tier4BackEdgeThreshold=400000 "$@"
                ;;
            *) set -- -XX:TieredStopAtLevel=1 "$@" ;;
        esac
        # The JVM checks the archive itself, and starts without it if it does not fit. Its warnings would go to standard output.
        if [ "$java_major" -ge 25 ]; then
            set -- -XX:AOTCache="$archive" '-Xlog:aot*=off' "$@"
        else
            set -- -XX:SharedArchiveFile="$archive" "$@"
        fi
        # By default, the archive is mapped at a random address, and all pointers in it are changed at each start.
        set -- '-Xlog:cds*=off' -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 "$@"
    fi
    # shellcheck disable=SC2086 # options are separated by blanks
    exec "$java" ${ANABRANCH_JAVA_OPTS:-} "$@"
}
