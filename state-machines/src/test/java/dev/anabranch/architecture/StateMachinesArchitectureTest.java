package dev.anabranch.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@AnalyzeClasses(locations = OwnClasses.class)
final class StateMachinesArchitectureTest {

    @ArchTest
    static final ArchTests houseRules = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule callsNoCloud = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..", "com.amazonaws..")
            .because("the translation must be possible, and testable, without an account")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule touchesNoFileAndNoNetwork = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("java.io")
                    .and(simpleNameStartingWith("File").or(simpleNameStartingWith("RandomAccessFile")))
                    .or(resideInAPackage("java.nio.file.."))
                    .or(resideInAPackage("java.nio.channels.."))
                    .or(nameMatching("java\\.net\\.(?!URI(SyntaxException)?$).*")))
            .because("text goes in and text comes out; whoever calls reads and writes")
            .allowEmptyShould(true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "software.amazon.awssdk.services.s3.S3Client client;",
                "com.amazonaws.services.lambda.runtime.Context context;"
            })
    void refusesTheCloud(String field, @TempDir Path folder) throws IOException {
        assertThat(isRefused(callsNoCloud, field, folder)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.io.File file;",
                "java.io.FileWriter writer;",
                "java.nio.file.Path path;",
                "java.net.URL url;",
                "java.net.http.HttpClient client;"
            })
    void refusesFilesAndNetwork(String field, @TempDir Path folder) throws IOException {
        assertThat(isRefused(touchesNoFileAndNoNetwork, field, folder)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"java.io.UncheckedIOException failure;", "java.io.StringWriter text;", "java.net.URI address;"})
    void acceptsTextAndNames(String field, @TempDir Path folder) throws IOException {
        assertThat(isRefused(touchesNoFileAndNoNetwork, field, folder)).isFalse();
    }

    private static boolean isRefused(ArchRule rule, String field, Path folder) throws IOException {
        return rule.evaluate(
                        Snippets.compile(folder, List.of("package dev.anabranch.plan; class Plan { " + field + " }")))
                .hasViolation();
    }
}
