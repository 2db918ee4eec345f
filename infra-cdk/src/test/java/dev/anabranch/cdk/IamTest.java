package dev.anabranch.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.cdk.Assembly.Resource;
import dev.anabranch.translate.internal.manifest.Manifest.WorkflowEntry;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;

/** The permissions of all roles. */
final class IamTest {

    /**
     * The limit of inline policies is 10,240 characters per role
     * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
     */
    private static final int POLICY_CHARS = 10_240;

    /** The limit of one managed policy (same page). */
    private static final int MANAGED_POLICY_CHARS = 6_144;

    /** Every resource with an asterisk, and the reason why it cannot be narrower. */
    private static final Map<Pattern, String> REASONS = reasons();

    private static Map<Pattern, String> reasons() {
        Map<Pattern, String> reasons = new LinkedHashMap<>();
        reasons.put(
                Pattern.compile("(xray:(Put|Get)\\w+ )+\\*"),
                "The actions of X-Ray that send traces have no resources.");
        reasons.put(
                Pattern.compile("(logs:\\w*(Delivery|Deliveries|LogGroups|ResourcePolic(y|ies)) )+\\*"),
                "The delivery of logs of state machines knows no resources.");
        reasons.put(
                Pattern.compile(
                        "(s3:\\w+ )+\\$\\{BackendPayloads\\w+\\.Arn}/(cache|runs|runs/\\*/(results|files|map-runs))/\\*"),
                "Keys of payloads are not known before; they begin with the run, which is not known either.");
        reasons.put(
                Pattern.compile(
                        "(states:(Describe|Stop)Execution )+arn:[^*]*:execution:(Examples|Dev|orders|Bare)-[a-z-]+:\\*"),
                "Executions of one machine are named by their runs.");
        reasons.put(
                Pattern.compile(
                        "(states:(Describe|Stop|Redrive)Execution )+arn:[^*]*:execution:(Examples|Dev|orders|Bare)-[a-z-]+/\\*"),
                "Executions that Distributed Maps of one machine have started, by label and a number.");
        return reasons;
    }

    /** Returns the statements of a role. */
    private record Grant(String role, List<String> actions, List<String> resources) {}

    @ParameterizedTest
    @ValueSource(strings = {Assembly.EXAMPLES, Assembly.DEV, Assembly.PROD, Assembly.BARE})
    void everyAsteriskHasAReason(String stack) throws IOException, InterruptedException {
        Set<Pattern> used = new TreeSet<>((a, b) -> a.pattern().compareTo(b.pattern()));
        for (Grant grant : grants(stack)) {
            assertThat(grant.actions()).isNotEmpty().allMatch(action -> !action.contains("*") && action.contains(":"));
            for (String resource : grant.resources()) {
                if (resource.contains("*")) {
                    String granted = String.join(" ", grant.actions()) + " " + resource;
                    List<Pattern> reasons = REASONS.keySet().stream()
                            .filter(reason -> reason.matcher(granted).matches())
                            .toList();
                    assertThat(reasons).as(grant.role() + ": " + granted).hasSize(1);
                    used.addAll(reasons);
                }
            }
        }
        if (stack.equals(Assembly.EXAMPLES)) {
            assertThat(used).hasSize(REASONS.size());
        }
    }

    @Test
    void allPoliciesAreInlineInRoles() throws IOException, InterruptedException {
        for (String type : List.of("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")) {
            assertThat(Assembly.get().resources(Assembly.EXAMPLES, type)).isEmpty();
        }
        for (Resource role : Assembly.get().resources(Assembly.EXAMPLES, "AWS::IAM::Role")) {
            assertThat(role.properties().has("ManagedPolicyArns")).as(role.id()).isFalse();
        }
    }

    @Test
    void servicesAssumeRolesForThisAccountOnly() throws IOException, InterruptedException {
        for (Resource role : Assembly.get().resources(Assembly.PROD, "AWS::IAM::Role")) {
            JsonNode statements =
                    role.properties().path("AssumeRolePolicyDocument").path("Statement");
            assertThat(statements).as(role.id()).hasSize(1);
            String service =
                    statements.path(0).path("Principal").path("Service").asText();
            assertThat(List.of(
                            "lambda.amazonaws.com",
                            "states.amazonaws.com",
                            "scheduler.amazonaws.com",
                            "pipes.amazonaws.com"))
                    .contains(service);
            if (!service.startsWith("lambda")) {
                assertThat(Assembly.text(statements.findPath("aws:SourceAccount")))
                        .as(role.id())
                        .isEqualTo("${AWS::AccountId}");
            }
        }
    }

    @Test
    void machineHasThePermissionsOfTheManifest() throws IOException, InterruptedException {
        for (WorkflowEntry workflow : Assembly.small().workflows()) {
            Map<String, Set<String>> expected = new TreeMap<>();
            workflow.permissions().stream()
                    .filter(permission -> permission.who().equals("machine"))
                    .forEach(permission -> permission.actions().forEach(action -> expected.computeIfAbsent(
                                    action, key -> new TreeSet<>())
                            .add(permission.resource().replaceFirst("(function|table)/.*", "$1"))));
            Map<String, Set<String>> granted = new TreeMap<>();
            for (Grant grant : grants(Assembly.DEV)) {
                if (grant.role().startsWith("BackendWorkflows" + workflow.name().replace("-", ""))) {
                    for (String action : grant.actions()) {
                        if (!action.startsWith("logs:") && !action.startsWith("xray:")) {
                            grant.resources()
                                    .forEach(resource -> granted.computeIfAbsent(action, key -> new TreeSet<>())
                                            .add(inTheManifestsWords(resource, "Dev-" + workflow.name())));
                        }
                    }
                }
            }
            // For executions, the pattern also covers the Map Runs of a nested Map.
            for (String action : List.of("states:DescribeExecution", "states:StopExecution")) {
                expected.computeIfPresent(
                        action, (key, resources) -> new TreeSet<>(Set.of("machine/executions", "machine/map-runs")));
            }
            assertThat(granted).as(workflow.name()).isEqualTo(expected);
        }
    }

    private static String inTheManifestsWords(String resource, String machine) {
        Map<Pattern, String> words = Map.of(
                Pattern.compile("\\$\\{BackendRecords\\w+\\.Arn}"), "table",
                Pattern.compile("\\$\\{BackendPayloads\\w+\\.Arn}/runs/\\*"), "bucket/runs/*",
                Pattern.compile("\\$\\{BackendPayloads\\w+\\.Arn}/runs/\\*/map-runs/\\*"), "bucket/runs/*/map-runs/*",
                Pattern.compile("\\$\\{BackendTasks\\w+Alias\\w+}"), "function",
                Pattern.compile("arn:.*:stateMachine:" + machine), "machine",
                Pattern.compile("arn:.*:execution:" + machine + ":\\*"), "machine/executions",
                Pattern.compile("arn:.*:execution:" + machine + "/\\*"), "machine/map-runs");
        return words.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(resource).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("something else: " + resource);
    }

    @Test
    void functionCanListTheBucket() throws IOException, InterruptedException {
        assertThat(grants(Assembly.DEV))
                .filteredOn(grant -> grant.role().startsWith("BackendTasks")
                        && grant.actions().contains("s3:ListBucket"))
                .hasSameSizeAs(Assembly.get().resources(Assembly.BARE, "AWS::Lambda::Function"));
    }

    @ParameterizedTest
    @ValueSource(strings = {Assembly.EXAMPLES, Assembly.PROD})
    void policiesFitTheirRoles(String stack) throws IOException, InterruptedException {
        for (Resource role : Assembly.get().resources(stack, "AWS::IAM::Role")) {
            int chars = 0;
            for (Grant grant : grants(role)) {
                // Values that CloudFormation inserts have at most this length, except generated names.
                chars += String.join("", grant.actions()).length() + 80;
                for (String resource : grant.resources()) {
                    chars += resource.replaceAll("\\$\\{AWS::\\w+}", "123456789012")
                                    .replaceAll("\\$\\{\\w+(\\.Arn)?}", "x".repeat(130))
                                    .length()
                            + 3;
                }
            }
            assertThat(chars).as(role.id()).isLessThan(POLICY_CHARS);
        }
    }

    @Test
    void permissionsOfManyWorkflowsAreDistributedOverPolicies(@TempDir Path out) throws Exception {
        Assembly.requireNode();
        App app = App.Builder.create()
                .outdir(out.toString())
                .analyticsReporting(false)
                .build();
        AnabranchBackend.Builder backend = AnabranchBackend.Builder.create(new Stack(app, "Many"), "Backend")
                .lambdaPackage(Assembly.PACKAGE);
        int workflows = 60;
        IntStream.range(0, workflows).forEach(i -> backend.workflow(new Waiting("a-workflow-with-a-long-name-" + i)));
        backend.build();
        Aspects.of(app).add(new AwsSolutionsChecks());
        app.synth();

        JsonNode resources = new ObjectMapper()
                .readTree(out.resolve("Many.template.json").toFile())
                .path("Resources");
        Map<String, Integer> allowed = new TreeMap<>();
        int policies = 0;
        for (JsonNode resource : resources) {
            JsonNode properties = resource.path("Properties");
            if (resource.path("Type").asText().equals("AWS::IAM::Role")) {
                properties.path("Policies").forEach(policy -> count(policy.path("PolicyDocument"), allowed));
                assertThat(chars(properties.path("Policies").findValues("PolicyDocument")))
                        .isLessThan(POLICY_CHARS);
                assertThat(properties.path("ManagedPolicyArns")).hasSizeLessThanOrEqualTo(10);
            } else if (resource.path("Type").asText().equals("AWS::IAM::ManagedPolicy")) {
                policies++;
                count(properties.path("PolicyDocument"), allowed);
                assertThat(chars(List.of(properties.path("PolicyDocument")))).isLessThan(MANAGED_POLICY_CHARS);
            }
        }
        assertThat(policies).isPositive();
        assertThat(allowed)
                .containsEntry("states:StartExecution", workflows)
                .containsEntry("states:StopExecution", workflows)
                .containsEntry("states:SendTaskSuccess", workflows);
        assertThat(Files.readAllLines(out.resolve("AwsSolutions-Many-NagReport.csv")))
                .hasSizeGreaterThan(20)
                .noneMatch(line -> line.contains("\"Non-Compliant\""));
    }

    /** A workflow that waits for an answer. */
    private record Waiting(String name) implements Workflow<String, String> {
        @Override
        public Value<String> define(Flow flow, Value<String> text) {
            return flow.await("answer", String.class);
        }
    }

    private static void count(JsonNode document, Map<String, Integer> allowed) {
        for (JsonNode statement : document.path("Statement")) {
            texts(statement.path("Action"))
                    .forEach(action -> allowed.merge(
                            action, texts(statement.path("Resource")).size(), Integer::sum));
        }
    }

    /** Returns the characters of documents, with the values that CloudFormation inserts. */
    private static int chars(List<JsonNode> documents) {
        return documents.stream()
                .mapToInt(document -> document.toString()
                        .replaceAll("\\{\"Ref\":\"AWS::\\w+\"}", "\"ap-southeast-1\"")
                        .replaceAll(
                                "\\{\"(Ref|Fn::GetAtt)\":(\"\\w+\"|\\[[^]]*])}",
                                "\"arn:aws:states:ap-southeast-1:123456789012:stateMachine:Many-a-workflow-with-a-long-name-00\"")
                        .replaceAll("\\{\"Fn::Join\":\\[\"\",\\[([^]]*)]]}", "$1")
                        .replaceAll("(?<=\\w|:)\",\"(?=:)|(?<=:)\",\"(?=\\w)", "")
                        .length())
                .sum();
    }

    private static List<Grant> grants(String stack) throws IOException, InterruptedException {
        List<Grant> grants = new ArrayList<>();
        for (Resource role : Assembly.get().resources(stack, "AWS::IAM::Role")) {
            grants.addAll(grants(role));
        }
        assertThat(grants).isNotEmpty();
        return grants;
    }

    private static List<Grant> grants(Resource role) {
        List<Grant> grants = new ArrayList<>();
        for (JsonNode policy : role.properties().path("Policies")) {
            for (JsonNode statement : policy.path("PolicyDocument").path("Statement")) {
                assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
                grants.add(new Grant(role.id(), texts(statement.path("Action")), texts(statement.path("Resource"))));
            }
        }
        return grants;
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
