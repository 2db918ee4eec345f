package dev.anabranch.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.cdk.Assembly.Resource;
import dev.anabranch.publicpackages.NeedsPublicPackages;
import dev.anabranch.translate.internal.emit.LanguageRules;
import dev.anabranch.translate.internal.emit.PublicValidators;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every state machine as CloudFormation creates it, with its placeholders replaced. */
final class MachinesTest {

    private static final int EXAMPLES = 20;

    /** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html. */
    private static final int DEFINITION_BYTES = 1_048_576;

    private static final Pattern ASSET_KEY = Pattern.compile("[0-9a-f]{64}\\.json");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

    @Test
    void machinesFollowTheRulesOfTheLanguage() throws IOException, InterruptedException {
        definitions().forEach((name, definition) -> {
            assertThat(LanguageRules.brokenBy(definition)).as(name).isEmpty();
            assertThat(definition.getBytes(StandardCharsets.UTF_8)).as(name).hasSizeLessThan(DEFINITION_BYTES);
        });
    }

    @Test
    @NeedsPublicPackages
    void publicValidatorsAcceptTheMachines(@TempDir Path folder) throws IOException, InterruptedException {
        Map<String, String> definitions = definitions();
        PublicValidators validators = PublicValidators.install();
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> definition : definitions.entrySet()) {
            files.add(Files.writeString(folder.resolve(definition.getKey() + ".asl.json"), definition.getValue()));
        }

        assertThat(validators.complaints(files)).isEmpty();
    }

    @Test
    void machinesCallFunctionsThroughTheirAlias() throws IOException, InterruptedException {
        Assembly assembly = Assembly.get();
        List<String> aliases = assembly.resources(Assembly.EXAMPLES, "AWS::Lambda::Alias").stream()
                .map(alias -> "${" + alias.id() + "}")
                .toList();
        for (Resource machine : assembly.resources(Assembly.EXAMPLES, "AWS::StepFunctions::StateMachine")) {
            machine.properties().path("DefinitionSubstitutions").properties().forEach(substitution -> {
                if (substitution.getKey().startsWith("Machine")) {
                    assertThat(Assembly.text(substitution.getValue())).contains(":stateMachine:Examples-");
                } else if (!List.of("Table", "Bucket").contains(substitution.getKey())) {
                    assertThat(aliases).contains(Assembly.text(substitution.getValue()));
                }
            });
        }
    }

    @Test
    void smallDefinitionsAreInTheTemplateAndLargeOnesInAssets() throws IOException, InterruptedException {
        for (Resource machine : Assembly.get().resources(Assembly.DEV, "AWS::StepFunctions::StateMachine")) {
            String name = Assembly.text(machine.properties().path("StateMachineName"));
            assertThat(machine.properties().has("DefinitionString")).as(name).isEqualTo(name.equals("Dev-one-call"));
        }
    }

    @Test
    void machinesLogErrorsWithoutDataAndAreTraced() throws IOException, InterruptedException {
        for (Resource machine : Assembly.get().resources(Assembly.EXAMPLES, "AWS::StepFunctions::StateMachine")) {
            JsonNode logging = machine.properties().path("LoggingConfiguration");
            assertThat(logging.path("Level").asText()).isEqualTo("ERROR");
            assertThat(logging.path("IncludeExecutionData").asBoolean(true)).isFalse();
            assertThat(machine.properties()
                            .path("TracingConfiguration")
                            .path("Enabled")
                            .asBoolean())
                    .isTrue();
        }
    }

    private static Map<String, String> definitions() throws IOException, InterruptedException {
        Assembly assembly = Assembly.get();
        Map<String, String> definitions = new TreeMap<>();
        for (String stack : List.of(Assembly.EXAMPLES, Assembly.DEV)) {
            for (Resource machine : assembly.resources(stack, "AWS::StepFunctions::StateMachine")) {
                definitions.put(
                        Assembly.text(machine.properties().path("StateMachineName")),
                        deployed(assembly, machine.properties()));
            }
        }
        assertThat(definitions).hasSize(EXAMPLES + Assembly.small().workflows().size());
        return definitions;
    }

    private static String deployed(Assembly assembly, JsonNode machine) throws IOException {
        String definition = machine.path("DefinitionString").asText();
        if (definition.isEmpty()) {
            Matcher key = ASSET_KEY.matcher(
                    Assembly.text(machine.path("DefinitionS3Location").path("Key")));
            assertThat(key.find()).isTrue();
            definition = Files.readString(assembly.folder().resolve("asset." + key.group()));
        }
        JsonNode substitutions = machine.path("DefinitionSubstitutions");
        return PLACEHOLDER.matcher(definition).replaceAll(placeholder -> {
            assertThat(substitutions.has(placeholder.group(1)))
                    .as(placeholder.group())
                    .isTrue();
            return switch (placeholder.group(1)) {
                case "Table" -> "records";
                case "Bucket" -> "payloads-0123456789";
                default -> "arn:aws:lambda:eu-west-1:123456789012:function:" + placeholder.group(1) + ":live";
            };
        });
    }
}
