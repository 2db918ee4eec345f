package dev.anabranch.translate.internal.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.manifest.Manifest.Permission;
import dev.anabranch.translate.internal.manifest.Manifest.WorkflowEntry;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.translate.sample.Arithmetic;
import dev.anabranch.translate.sample.Workflows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestTest {

    @Test
    void followsItsPublishedSchema() throws IOException {
        String json = json(all());

        assertThat(published().validate(json, InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'version': 1", "'kind': 'call'", "'memoryMb': 1024", "'dynamodb:UpdateItem'"})
    void schemaRefusesAnInvalidManifest(String right) throws IOException {
        String json = json(all());
        String quoted = right.replace('\'', '"');
        assertThat(json).contains(quoted);

        String wrong = json.replace(quoted, quoted.replaceAll("1024|1|call|UpdateItem", "0"));
        assertThat(published().validate(wrong, InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void readManifestEqualsTheWrittenOne() {
        Manifest manifest = all();
        Map<String, String> files = manifest.files();

        assertThat(Manifest.read(json(manifest), name -> Objects.requireNonNull(files.get(name))))
                .isEqualTo(manifest);
    }

    @Test
    void orderOfWorkflowsDoesNotChangeTheBytes() {
        Definition one = Definition.of(Arithmetic.get("nested"));
        Definition other = Definition.of(Arithmetic.get("barrier"));

        assertThat(Manifest.of(one, other).files())
                .isEqualTo(Manifest.of(other, one).files())
                .containsOnlyKeys("manifest.json", "barrier.asl.json", "nested.asl.json");
    }

    @Test
    void everyPlaceholderOfADefinitionIsDeclared() {
        for (WorkflowEntry workflow : all().workflows()) {
            List<String> used = Pattern.compile("\\$\\{(\\w+)}")
                    .matcher(workflow.definition())
                    .results()
                    .map(match -> match.group(1))
                    .distinct()
                    .toList();
            assertThat(workflow.placeholders())
                    .extracting(Manifest.Placeholder::name)
                    .containsExactlyInAnyOrderElementsOf(used);
        }
    }

    @Test
    void onlyAWorkflowWithDistributedMapsMayStartItself() {
        assertThat(actions("large-fanout", "machine")).contains("states:StartExecution", "states:RedriveExecution");
        assertThat(actions("thirty", "machine"))
                .containsExactlyInAnyOrder("lambda:InvokeFunction", "lambda:InvokeFunction", "dynamodb:UpdateItem");
    }

    @Test
    void permissionsHaveNoWildcards() {
        for (WorkflowEntry workflow : all().workflows()) {
            assertThat(workflow.permissions())
                    .flatExtracting(Permission::actions)
                    .noneMatch(action -> action.contains("*"));
            assertThat(workflow.permissions())
                    .extracting(Permission::resource)
                    .noneMatch(resource -> resource.startsWith("*"));
        }
    }

    @Test
    void anotherVersionIsRefused() {
        String json = json(all()).replaceFirst("\"version\": 1", "\"version\": 2");

        assertThatThrownBy(() -> Manifest.read(json, name -> ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("version 1");
    }

    @Test
    void workflowsWithTheSameNameAreRefused() {
        Definition one = Definition.of(Arithmetic.get("nested"));

        assertThatThrownBy(() -> Manifest.of(one, one))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("`nested`");
    }

    @Test
    void definitionsForDifferentTargetsAreRefused() {
        assertThatThrownBy(() -> Manifest.of(
                        Definition.of(Arithmetic.get("nested")),
                        Definition.of(Arithmetic.get("barrier"), Target.LOCALSTACK)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("target");
    }

    // ------------------------------------------------------------------------------------------------ types

    /** An enum. */
    public enum Colour {
        RED,
        GREEN
    }

    /** A recursive record. */
    public record Tree(String name, List<Tree> children) {}

    /** A record with fields of all kinds. */
    public record Request(
            int count,
            double share,
            boolean urgent,
            @Nullable String note,
            Optional<Colour> colour,
            Map<String, Long> limits,
            Tree tree,
            Instant due,
            Object anything) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'count':1,'share':0.5,'urgent':true}",
                "{'count':1,'share':1,'urgent':false,'note':null,'colour':'RED','limits':{'a':1,'b':null}}",
                "{'count':1,'share':1,'urgent':true,'tree':{'name':'a','children':[{'name':'b'}]},'anything':[1,'x']}",
                "{'count':1,'share':1,'urgent':true,'due':'2026-01-01T00:00:00Z'}"
            })
    void schemaAcceptsValidInputs(String json) throws IOException {
        String text = json.replace('\'', '"');
        TaskJson.strictReader(Request.class).readValue(text);

        assertThat(schema().validate(text, InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{'share':0.5,'urgent':true}",
                "{'count':'many','share':0.5,'urgent':true}",
                "{'count':1,'share':0.5,'urgent':true,'colour':'BLUE'}",
                "{'count':1,'share':0.5,'urgent':true,'unknown':1}",
                "{'count':1,'share':0.5,'urgent':true,'tree':{'children':{}}}"
            })
    void schemaRefusesInvalidInputs(String json) {
        String text = json.replace('\'', '"');
        assertThatThrownBy(() -> TaskJson.strictReader(Request.class).readValue(text))
                .isInstanceOf(JsonProcessingException.class);

        assertThat(schema().validate(text, InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void missingTypeAcceptsAnyValue() {
        assertThat(TypeSchema.of("com.example.Missing").has("type")).isFalse();
    }

    private static Schema schema() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(TypeSchema.of(Request.class.getName()).toString());
    }

    private static Schema published() throws IOException {
        try (InputStream file = Objects.requireNonNull(Manifest.class.getResourceAsStream(Manifest.SCHEMA))) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static List<String> actions(String sample, String who) {
        return Manifest.of(Definition.of(Arithmetic.get(sample))).workflows().get(0).permissions().stream()
                .filter(permission -> permission.who().equals(who))
                .flatMap(permission -> permission.actions().stream())
                .toList();
    }

    private static Manifest all() {
        Map<String, Definition> definitions = new LinkedHashMap<>();
        Stream.concat(Arithmetic.names().stream().map(Arithmetic::get), Workflows.all())
                .forEach(workflow -> definitions.putIfAbsent(workflow.name(), Definition.of(workflow)));
        return Manifest.of(definitions.values().toArray(Definition[]::new));
    }

    private static String json(Manifest manifest) {
        return Objects.requireNonNull(manifest.files().get(Manifest.FILE));
    }
}
