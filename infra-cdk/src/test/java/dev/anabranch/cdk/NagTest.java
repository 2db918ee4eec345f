package dev.anabranch.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No stack has a finding of cdk-nag's AwsSolutions rules, and every suppression has a reason. */
final class NagTest {

    /** Rule ID, Resource ID, Compliance, Exception Reason, Rule Level, Rule Info: each in quotation marks. */
    private static final String SEPARATOR = "\",\"";

    private static final int COMPLIANCE = 2;
    private static final int REASON = 3;

    @ParameterizedTest
    @ValueSource(strings = {Assembly.EXAMPLES, Assembly.DEV, Assembly.PROD, Assembly.BARE})
    void stackPassesTheRules(String stack) throws IOException, InterruptedException {
        List<String> lines = report(stack);

        assertThat(lines).hasSizeGreaterThan(20);
        assertThat(lines)
                .filteredOn(line -> !List.of("Compliant", "Suppressed").contains(column(line, COMPLIANCE)))
                .isEmpty();
        assertThat(lines)
                .filteredOn(line -> column(line, COMPLIANCE).equals("Suppressed"))
                .isNotEmpty()
                .allMatch(line -> column(line, REASON).length() > 40);
    }

    /** A suppression of a whole rule would also suppress findings of later changes. */
    @ParameterizedTest
    @ValueSource(strings = {Assembly.EXAMPLES, Assembly.DEV, Assembly.PROD, Assembly.BARE})
    void suppressionsOfPermissionsNameTheirFindings(String stack) throws IOException, InterruptedException {
        for (Assembly.Resource role : Assembly.get().resources(stack, "AWS::IAM::Role")) {
            for (JsonNode rule : role.json().path("Metadata").path("cdk_nag").path("rules_to_suppress")) {
                assertThat(rule.path("applies_to")).as(role.id()).isNotEmpty();
                rule.path("applies_to")
                        .forEach(finding -> assertThat(finding.asText()).startsWith("Resource::"));
            }
        }
    }

    private static List<String> report(String stack) throws IOException, InterruptedException {
        Path report = Assembly.get().folder().resolve("AwsSolutions-" + stack + "-NagReport.csv");
        try (Stream<String> lines = Files.lines(report)) {
            return lines.skip(1).toList();
        }
    }

    private static String column(String line, int column) {
        return line.split(SEPARATOR, -1)[column];
    }
}
