package dev.anabranch.cli.internal.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class BuildErrorsTest {

    private static final Path PROJECT = Path.of("/rivers");

    @Test
    void errorThatMavenRepeatsIsReportedOnce() {
        assertThat(BuildErrors.of(PROJECT, """
                        \u001b[1;31m[ERROR]\u001b[m file:///rivers/src/main/kotlin/rivers/Tasks.kt:17:9 Unresolved reference 'retrun'.
                        [ERROR] Failed to execute goal org.jetbrains.kotlin:kotlin-maven-plugin:2.4.21:compile: Compilation failure
                        [ERROR] file:///rivers/src/main/kotlin/rivers/Tasks.kt:17:9 Unresolved reference 'retrun'.
                        [ERROR] -> [Help 1]
                        """))
                .containsExactly("src/main/kotlin/rivers/Tasks.kt:17: Unresolved reference 'retrun'.");
    }

    @Test
    void detailsOfJavacBelongToTheirError() {
        assertThat(BuildErrors.of(PROJECT, """
                        [ERROR] /rivers/src/main/java/rivers/Greet.java:[12,9] cannot find symbol
                        [ERROR]   symbol:   class Rivr
                        [ERROR]   location: class rivers.Greet
                        [ERROR] /rivers/src/main/java/rivers/Greet.java:[13,9] ';' expected
                        """))
                .containsExactly(
                        "src/main/java/rivers/Greet.java:12: cannot find symbol\n  symbol:   class Rivr\n  location: class rivers.Greet",
                        "src/main/java/rivers/Greet.java:13: ';' expected");
    }

    @Test
    void errorsInTheOutputOfGradleAreFound() {
        assertThat(BuildErrors.of(PROJECT, """
                        /rivers/src/main/java/rivers/Greet.java:14: error: not a statement
                                retrun "Hello";
                                ^
                        e: file:///rivers/src/main/kotlin/rivers/Tasks.kt:17:9 Unresolved reference 'retrun'.
                        2 errors

                        FAILURE: Build failed with an exception.
                        """))
                .containsExactly(
                        "src/main/java/rivers/Greet.java:14: not a statement",
                        "src/main/kotlin/rivers/Tasks.kt:17: Unresolved reference 'retrun'.");
    }

    @Test
    void warningsAreNoErrors() {
        assertThat(BuildErrors.of(PROJECT, """
                        /rivers/src/main/java/rivers/Greet.java:5: warning: [deprecation] stop() in Thread has been deprecated
                        /rivers/src/main/java/rivers/Greet.java:14: error: not a statement
                        w: file:///rivers/src/main/kotlin/rivers/Tasks.kt:3:1 Variable 'a' is never used.
                          symbol:   class Rivr
                        e: file:///rivers/src/main/kotlin/rivers/Tasks.kt:17:9 Unresolved reference 'retrun'.
                        [WARNING] /rivers/src/main/java/rivers/Greet.java:[5,9] stop() in Thread has been deprecated
                        """))
                .containsExactly(
                        "src/main/java/rivers/Greet.java:14: not a statement",
                        "src/main/kotlin/rivers/Tasks.kt:17: Unresolved reference 'retrun'.");
    }

    @Test
    void escapesInAddressesOfFilesAreDecoded() {
        assertThat(BuildErrors.of(Path.of("/my rivers"), """
                        e: file:///my%20rivers/Fl%C3%BCsse.kt:1:2 first
                        e: file:///my rivers/100%.kt:3:4 second
                        /my rivers/100%25.java:5: error: third
                        """))
                .containsExactly("Fl\u00fcsse.kt:1: first", "100%.kt:3: second", "100%25.java:5: third");
    }

    @Test
    void otherFailureOfTheBuildIsOneError() {
        assertThat(BuildErrors.of(PROJECT, """
                        FAILURE: Build failed with an exception.

                        * What went wrong:
                        Could not resolve all files for configuration ':compileClasspath'.

                        * Try:
                        Run with --stacktrace option to get the stack trace.
                        """)).singleElement().asString().endsWith("':compileClasspath'.");
    }
}
