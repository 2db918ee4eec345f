    # shellcheck disable=SC2086 # no phase is no argument
    mvn -q -B -f "$home/pom.xml" -Pcommand-line ${1:-} dependency:build-classpath -DincludeScope=test \
        "-Dmdep.outputFile=$work/dependencies" || return
    # The command line does not need the CDK.
    libraries=$(tr ':' '\n' <"$work/dependencies" |
        grep -v -e /software/amazon/awscdk/ -e /software/amazon/jsii/ -e /software/constructs/ -e /io/github/cdklabs/ | tr '\n' ':')
    class_path=$home/target/classes:${libraries%:}
