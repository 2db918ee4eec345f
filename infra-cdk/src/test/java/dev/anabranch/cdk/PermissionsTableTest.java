package dev.anabranch.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.cdk.Assembly.Resource;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** PERMISSIONS.md lists exactly the statements of all roles, each with its reason. */
final class PermissionsTableTest {

    private static final Path TABLE = Path.of("PERMISSIONS.md");
    private static final int CELLS = 5;

    @Test
    void everyStatementIsInTheTable() throws IOException, InterruptedException {
        Set<String> granted = new TreeSet<>();
        for (String stack : List.of(Assembly.EXAMPLES, Assembly.DEV, Assembly.PROD, Assembly.BARE)) {
            for (Resource role : Assembly.get().resources(stack, "AWS::IAM::Role")) {
                for (JsonNode policy : role.properties().path("Policies")) {
                    for (JsonNode statement : policy.path("PolicyDocument").path("Statement")) {
                        granted.addAll(rows(role.id(), statement));
                    }
                }
            }
        }
        Set<String> listed = new TreeSet<>();
        for (String line : Files.readAllLines(TABLE)) {
            String[] cells = line.split("\\s*\\|\\s*", -1);
            if (line.startsWith("| ") && !cells[1].equals("Role")) {
                assertThat(cells[CELLS]).as(line).hasSizeGreaterThan(15);
                listed.add(String.join(" | ", List.of(cells).subList(1, CELLS)));
            }
        }

        assertThat(listed).isEqualTo(granted);
    }

    @Test
    void conditionOnPartitionKeysSeparatesActionsFromRuns() {
        Pattern actions = Pattern.compile(
                StoreResources.partitions("table/actions").orElseThrow().replace("*", ".*"));

        assertThat(RecordKey.of("run", "node", List.of()).partition()).matches(actions);
        assertThat(RecordKey.of("run-1", "a node", List.of(3L, 700L)).partition())
                .matches(actions);
        assertThat("run#run-1").doesNotMatch(actions);
        assertThat("cache#abc").doesNotMatch(actions);
        assertThat(StoreResources.partitions("table/cache")).hasValue("cache#*");
        assertThat(StoreResources.partitions("table")).isEmpty();
    }

    /** Returns one row for each resource of a statement. */
    private static Set<String> rows(String role, JsonNode statement) {
        Set<String> rows = new TreeSet<>();
        String condition = "";
        for (JsonNode test : statement.path("Condition")) {
            condition = "`" + test.properties().iterator().next().getKey() + "` is like `"
                    + Assembly.text(
                            test.iterator().next().isArray()
                                    ? test.iterator().next().path(0)
                                    : test.iterator().next())
                    + "`";
        }
        List<String> actions = texts(statement.path("Action"));
        Collections.sort(actions);
        for (String resource : texts(statement.path("Resource"))) {
            rows.add(String.join(
                    " | ",
                    role(role),
                    "`" + String.join("`, `", actions) + "`",
                    "`" + resource(resource) + "`",
                    condition));
        }
        return rows;
    }

    private static String role(String id) {
        if (id.startsWith("BackendTasks")) {
            return "task";
        } else if (id.startsWith("BackendWorkflows")) {
            return "workflow";
        }
        return id.replaceFirst("Backend(.*?)Role.*", "$1");
    }

    /** Removes the parts that differ between stacks. */
    private static String resource(String resource) {
        return resource.replaceFirst("\\$\\{BackendRecords\\w+\\.Arn}", "table")
                .replaceFirst("\\$\\{BackendRecords\\w+\\.StreamArn}", "stream of the table")
                .replaceFirst("\\$\\{BackendWaitEventsEnrichment\\w+}", "enrichment")
                .replaceFirst("^arn:.*:event-bus/.*", "bus")
                .replaceFirst("\\$\\{BackendPayloads\\w+\\.Arn}", "bucket")
                .replaceFirst("\\$\\{BackendTasks\\w+}", "function of a task")
                .replaceFirst("\\$\\{BackendRuns\\w+Alias\\w+}", "function of the run API")
                .replaceFirst("\\$\\{Backend\\w*Logs\\w+\\.Arn}", "its log group")
                .replaceFirst("\\$\\{BackendWorkflows\\w+}", "state machine")
                .replaceFirst("\\$\\{(Backend\\w*?)[0-9A-F]{8}\\.Arn}", "$1")
                .replaceFirst("^arn:.*:(execution|stateMachine):[A-Za-z]+-[a-z-]+", "$1")
                .replaceFirst("^arn:.*:(rule/StepFunctions\\w+)$", "$1")
                .replaceFirst("^arn:.*:s3:::.*", "manifest in the assets' bucket");
    }

    private static List<String> texts(JsonNode oneOrMany) {
        List<String> texts = new ArrayList<>();
        if (oneOrMany.isArray()) {
            oneOrMany.forEach(one -> texts.add(Assembly.text(one)));
        } else {
            texts.add(Assembly.text(oneOrMany));
        }
        return texts;
    }
}
