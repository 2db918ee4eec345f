package dev.anabranch.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StateMachinesRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "software.amazon.awssdk.services.s3.S3Client client;",
                "com.amazonaws.services.lambda.runtime.Context context;"
            })
    void refusesTheCloud(String field, @TempDir Path folder) throws IOException {
        assertThat(isRefused(StateMachinesRules.callsNoCloud, field, folder)).isTrue();
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
        assertThat(isRefused(StateMachinesRules.touchesNoFileAndNoNetwork, field, folder))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"java.io.UncheckedIOException failure;", "java.io.StringWriter text;", "java.net.URI address;"})
    void acceptsTextAndNames(String field, @TempDir Path folder) throws IOException {
        assertThat(isRefused(StateMachinesRules.touchesNoFileAndNoNetwork, field, folder))
                .isFalse();
    }

    private static boolean isRefused(ArchRule rule, String field, Path folder) throws IOException {
        return rule.evaluate(
                        Snippets.compile(folder, List.of("package dev.anabranch.plan; class Plan { " + field + " }")))
                .hasViolation();
    }
}
