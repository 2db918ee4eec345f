package dev.anabranch.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.cdk.Assembly.Resource;
import dev.anabranch.runs.ScheduledStartFunction;
import dev.anabranch.runs.internal.store.TableSchema;
import dev.anabranch.runtime.TaskFunction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

/** The resources of a backend. */
final class BackendTest {

    private static final String FUNCTION = "AWS::Lambda::Function";

    @ParameterizedTest
    @CsvSource({"Dev, Delete, false, 7", "Prod, Retain, true, 90"})
    void dataOutlivesTheStackInProductionOnly(String stack, String policy, boolean isProtected, int days)
            throws IOException, InterruptedException {
        Assembly assembly = Assembly.get();
        for (String type : List.of("AWS::DynamoDB::Table", "AWS::S3::Bucket")) {
            JsonNode resource = assembly.resource(stack, type).json();
            assertThat(resource.path("DeletionPolicy").asText()).isEqualTo(policy);
            assertThat(resource.path("UpdateReplacePolicy").asText()).isEqualTo(policy);
        }
        assertThat(assembly.resource(stack, "AWS::DynamoDB::Table")
                        .properties()
                        .path("DeletionProtectionEnabled")
                        .asBoolean(false))
                .isEqualTo(isProtected);
        for (Resource logs : assembly.resources(stack, "AWS::Logs::LogGroup")) {
            assertThat(logs.properties().path("RetentionInDays").asInt()).isEqualTo(days);
            // A log group with a fixed name would prevent the next deployment.
            assertThat(logs.json().path("DeletionPolicy").asText())
                    .isEqualTo(logs.properties().has("LogGroupName") ? "Delete" : policy);
        }
    }

    @ParameterizedTest
    @CsvSource({"Dev, 0, 0", "Bare, 0, 0", "Prod, 50, 10"})
    void runApiHasReservedConcurrencyInProduction(String stack, int api, int others)
            throws IOException, InterruptedException {
        for (Resource function : Assembly.get().resources(stack, FUNCTION)) {
            int expected = function.id().startsWith("BackendRunsApi")
                    ? api
                    : function.id().startsWith("BackendRuns") ? others : 0;
            assertThat(function.properties()
                            .path("ReservedConcurrentExecutions")
                            .asInt())
                    .as(function.id())
                    .isEqualTo(expected);
        }
    }

    @Test
    void noticesPassKeysAndTimesOfWaitsOnly() throws IOException, InterruptedException {
        Resource pipe = Assembly.get().resource(Assembly.PROD, "AWS::Pipes::Pipe");

        JsonNode source = pipe.properties().path("SourceParameters");
        JsonNode pattern = new ObjectMapper()
                .readTree(source.path("FilterCriteria")
                        .path("Filters")
                        .path(0)
                        .path("Pattern")
                        .asText());
        assertThat(pattern.at("/dynamodb/NewImage/t/S/0/exists").asBoolean()).isTrue();
        assertThat(pattern.at("/dynamodb/NewImage/s/S/0").asText()).isEqualTo("R");
        assertThat(pipe.properties()
                        .path("EnrichmentParameters")
                        .path("InputTemplate")
                        .asText())
                .isEqualTo("{\"keys\": <$.dynamodb.Keys>, \"awaited\": <$.dynamodb.NewImage.g>,"
                        + " \"labels\": <$.dynamodb.NewImage.a>, \"since\": <$.dynamodb.NewImage.b>,"
                        + " \"until\": <$.dynamodb.NewImage.d>}");
        for (String stack : List.of(Assembly.DEV, Assembly.BARE, Assembly.EXAMPLES)) {
            assertThat(Assembly.get().resources(stack, "AWS::Pipes::Pipe")).isEmpty();
            assertThat(Assembly.get()
                            .resource(stack, "AWS::DynamoDB::Table")
                            .properties()
                            .has("StreamSpecification"))
                    .isFalse();
        }
    }

    @Test
    void tableHasTheSchemaOfTheEmbeddedCloud() throws IOException, InterruptedException {
        JsonNode table =
                Assembly.get().resource(Assembly.DEV, "AWS::DynamoDB::Table").properties();
        CreateTableRequest schema = TableSchema.create("any");

        assertThat(keys(table))
                .isEqualTo(schema.keySchema().stream()
                        .map(key -> key.attributeName() + " " + key.keyTypeAsString())
                        .toList());
        assertThat(table.path("BillingMode").asText()).isEqualTo("PAY_PER_REQUEST");
        assertThat(table.path("GlobalSecondaryIndexes"))
                .hasSize(schema.globalSecondaryIndexes().size());
        schema.globalSecondaryIndexes().forEach(index -> {
            JsonNode deployed = named(table.path("GlobalSecondaryIndexes"), "IndexName", index.indexName());
            assertThat(keys(deployed))
                    .isEqualTo(index.keySchema().stream()
                            .map(key -> key.attributeName() + " " + key.keyTypeAsString())
                            .toList());
            assertThat(deployed.path("Projection").path("ProjectionType").asText())
                    .isEqualTo(index.projection().projectionTypeAsString());
            assertThat(texts(deployed.path("Projection").path("NonKeyAttributes")))
                    .isEqualTo(index.projection().nonKeyAttributes());
        });
        schema.attributeDefinitions().forEach(attribute -> assertThat(
                        named(table.path("AttributeDefinitions"), "AttributeName", attribute.attributeName())
                                .path("AttributeType")
                                .asText())
                .isEqualTo(attribute.attributeTypeAsString()));
        assertThat(table.path("TimeToLiveSpecification").path("AttributeName").asText())
                .isEqualTo(TableSchema.expire("any").timeToLiveSpecification().attributeName());
        assertThat(table.path("PointInTimeRecoverySpecification")
                        .path("PointInTimeRecoveryEnabled")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void payloadsExpireAfterTheRecordsThatReferToThem() throws IOException, InterruptedException {
        JsonNode bucket =
                Assembly.get().resource(Assembly.DEV, "AWS::S3::Bucket").properties();
        JsonNode rules = bucket.path("LifecycleConfiguration").path("Rules");

        assertThat(named(rules, "Prefix", "runs/").path("ExpirationInDays").asInt())
                .isEqualTo(31);
        assertThat(named(rules, "Prefix", "cache/").path("ExpirationInDays").asInt())
                .isEqualTo(61);
        assertThat(bucket.path("PublicAccessBlockConfiguration")).hasSize(4).allMatch(JsonNode::asBoolean);
        assertThat(bucket.path("BucketEncryption").findPath("SSEAlgorithm").asText())
                .isEqualTo("AES256");
        JsonNode policy =
                Assembly.get().resource(Assembly.DEV, "AWS::S3::BucketPolicy").properties();
        assertThat(policy.findParents("aws:SecureTransport")).hasSize(1);
        assertThat(policy.findParents("s3:TlsVersion")).hasSize(1);
    }

    @Test
    void functionsStartFromSnapshotsOnArmAndWriteToTheirOwnLogs() throws IOException, InterruptedException {
        Set<String> logs = new HashSet<>();
        for (Resource function : Assembly.get().resources(Assembly.EXAMPLES, FUNCTION)) {
            JsonNode properties = function.properties();
            assertThat(texts(properties.path("Architectures"))).containsExactly("arm64");
            assertThat(properties.path("SnapStart").path("ApplyOn").asText()).isEqualTo("PublishedVersions");
            assertThat(properties.path("TracingConfig").path("Mode").asText()).isEqualTo("Active");
            assertThat(logs.add(Assembly.text(properties.path("LoggingConfig").path("LogGroup"))))
                    .isTrue();
        }
    }

    @Test
    void workflowsShareTheFunctionOfATask() throws IOException, InterruptedException {
        List<String> tasks = new ArrayList<>();
        for (Resource function : Assembly.get().resources(Assembly.EXAMPLES, FUNCTION)) {
            JsonNode variables = function.properties().path("Environment").path("Variables");
            if (variables.has(TaskFunction.TASK)) {
                tasks.add(variables.path(TaskFunction.TASK).asText() + " "
                        + function.properties().path("MemorySize").asInt());
            }
        }
        assertThat(tasks).doesNotHaveDuplicates().anyMatch(task -> task.contains(".SpellNumber "));
    }

    @Test
    void handlersAndTasksAreInTheLambdaPackage() throws IOException, InterruptedException {
        Set<String> classes = new HashSet<>();
        try (ZipFile zip = new ZipFile(Assembly.PACKAGE.toFile())) {
            for (ZipEntry jar : zip.stream()
                    .filter(entry -> entry.getName().startsWith("lib/anabranch-"))
                    .toList()) {
                try (ZipInputStream content = new ZipInputStream(zip.getInputStream(jar))) {
                    for (ZipEntry entry = content.getNextEntry(); entry != null; entry = content.getNextEntry()) {
                        classes.add(entry.getName().replace('/', '.'));
                    }
                }
            }
        }
        Set<String> handlers = new TreeSet<>();
        for (Resource function : Assembly.get().resources(Assembly.EXAMPLES, FUNCTION)) {
            handlers.add(function.properties().path("Handler").asText());
            JsonNode task =
                    function.properties().path("Environment").path("Variables").path(TaskFunction.TASK);
            if (!task.isMissingNode()) {
                assertThat(classes).contains(task.asText() + ".class");
            }
        }
        assertThat(handlers).hasSize(3).allMatch(handler -> classes.contains(handler + ".class"));
    }

    @Test
    void everyRouteOfTheApiNeedsAuthorization() throws IOException, InterruptedException {
        Assembly assembly = Assembly.get();
        for (Resource route : assembly.resources(Assembly.DEV, "AWS::ApiGatewayV2::Route")) {
            assertThat(route.properties().path("AuthorizationType").asText()).isEqualTo("AWS_IAM");
        }
        for (Resource route : assembly.resources(Assembly.PROD, "AWS::ApiGatewayV2::Route")) {
            assertThat(route.properties().path("AuthorizationType").asText()).isEqualTo("JWT");
        }
        JsonNode jwt = assembly.resource(Assembly.PROD, "AWS::ApiGatewayV2::Authorizer")
                .properties()
                .path("JwtConfiguration");
        assertThat(jwt.path("Issuer").asText()).isEqualTo("https://login.example.org/");
        assertThat(texts(jwt.path("Audience"))).containsExactly("anabranch");
        JsonNode stage =
                assembly.resource(Assembly.DEV, "AWS::ApiGatewayV2::Stage").properties();
        assertThat(stage.path("DefaultRouteSettings")
                        .path("ThrottlingRateLimit")
                        .asInt())
                .isEqualTo(50);
        assertThat(stage.path("AccessLogSettings").path("Format").asText())
                .contains("$context.identity.userArn")
                .doesNotContain("queryString");
    }

    @Test
    void eventsOfRunsExcludeThoseOfMapRuns() throws IOException, InterruptedException {
        Assembly assembly = Assembly.get();
        List<String> watched = new ArrayList<>();
        for (Resource rule : assembly.resources(Assembly.EXAMPLES, "AWS::Events::Rule")) {
            JsonNode detail = rule.properties().path("EventPattern").path("detail");
            detail.path("stateMachineArn").forEach(arn -> watched.add(Assembly.text(arn)));
            assertThat(texts(detail.path("status"))).doesNotContain("RUNNING").hasSize(4);
            assertThat(rule.properties().path("Targets").path(0).has("DeadLetterConfig"))
                    .isTrue();
        }
        assertThat(watched)
                .containsExactlyInAnyOrderElementsOf(
                        assembly.resources(Assembly.EXAMPLES, "AWS::StepFunctions::StateMachine").stream()
                                .map(machine -> "${" + machine.id() + "}")
                                .toList());
    }

    @Test
    void failedEventsGoToTheQueue() throws IOException, InterruptedException {
        Assembly assembly = Assembly.get();
        String queue =
                "${" + assembly.resource(Assembly.PROD, "AWS::SQS::Queue").id() + ".Arn}";
        List<Resource> invocations = assembly.resources(Assembly.PROD, "AWS::Lambda::EventInvokeConfig");

        assertThat(invocations).hasSize(2).allMatch(invocation -> Assembly.text(
                        invocation.properties().findPath("OnFailure").path("Destination"))
                .equals(queue));
    }

    @Test
    void waitsHaveADeadLetterQueueWithoutTheRunApi() throws InterruptedException {
        Assembly.requireNode();
        Stack stack = new Stack(App.Builder.create().analyticsReporting(false).build(), "Waits");
        Assembly.backend(stack)
                .runApi(false)
                .alarms(true)
                .notices(
                        EventBus.fromEventBusArn(stack, "Bus", "arn:aws:events:eu-west-1:123456789012:event-bus/waits"))
                .build();

        Template template = Template.fromStack(stack);
        String queue =
                template.findResources("AWS::SQS::Queue").keySet().iterator().next();
        template.hasResourceProperties(
                "AWS::Pipes::Pipe",
                Map.of(
                        "SourceParameters",
                        Match.objectLike(Map.of(
                                "DynamoDBStreamParameters",
                                Match.objectLike(Map.of(
                                        "DeadLetterConfig",
                                        Map.of("Arn", Map.of("Fn::GetAtt", List.of(queue, "Arn")))))))));
        template.hasResourceProperties(
                "AWS::CloudWatch::Alarm",
                Map.of("AlarmDescription", Match.stringLikeRegexp(".*only the position in the table's stream.*")));
    }

    @Test
    void scheduleStartsOneRunForEachTime() throws IOException, InterruptedException {
        JsonNode schedule = Assembly.get()
                .resource(Assembly.PROD, "AWS::Scheduler::Schedule")
                .properties();
        JsonNode event = new ObjectMapper()
                .readTree(schedule.path("Target").path("Input").asText());

        assertThat(schedule.path("Name").asText()).isEqualTo("orders-nightly");
        assertThat(schedule.path("ScheduleExpressionTimezone").asText()).isEqualTo("Europe/Helsinki");
        assertThat(event.path(ScheduledStartFunction.WORKFLOW).asText()).isEqualTo("one-call");
        assertThat(event.path(ScheduledStartFunction.INPUT).asText()).isEqualTo("good night");
        assertThat(event.path(ScheduledStartFunction.KEY).asText())
                .as("the same however often it is delivered")
                .isEqualTo("nightly-<aws.scheduler.scheduled-time>");
    }

    @Test
    void productionHasAlarms() throws IOException, InterruptedException {
        Assembly assembly = Assembly.get();
        assertThat(assembly.resources(Assembly.DEV, "AWS::CloudWatch::Alarm")).isEmpty();
        List<Resource> alarms = assembly.resources(Assembly.PROD, "AWS::CloudWatch::Alarm");
        // One alarm for each workflow, the table, undelivered events, and the API.
        assertThat(alarms).hasSize(Assembly.small().workflows().size() + 3);
        assertThat(alarms).isNotEmpty().allMatch(alarm -> texts(
                        alarm.properties().path("AlarmActions"))
                .equals(List.of("arn:aws:sns:eu-west-1:123456789012:alarms")));
    }

    @Test
    void disabledPartsAreNotInTheTemplate() throws IOException, InterruptedException {
        for (String type : List.of(
                "AWS::ApiGatewayV2::Api",
                "AWS::Events::Rule",
                "AWS::SQS::Queue",
                "AWS::CloudWatch::Dashboard",
                "AWS::CloudWatch::Alarm")) {
            assertThat(Assembly.get().resources(Assembly.BARE, type)).as(type).isEmpty();
        }
        for (Resource function : Assembly.get().resources(Assembly.BARE, FUNCTION)) {
            assertThat(function.properties().has("SnapStart")).isFalse();
            assertThat(function.properties().has("TracingConfig")).isFalse();
            assertThat(texts(function.properties().path("Architectures"))).containsExactly("x86_64");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                AnabranchBackend.API_URL,
                AnabranchBackend.TABLE_NAME,
                AnabranchBackend.BUCKET_NAME,
                AnabranchBackend.MACHINE_PREFIX
            })
    void stackHasOutputs(String output) throws IOException, InterruptedException {
        assertThat(Assembly.get().template(Assembly.EXAMPLES).path("Outputs").has(output))
                .isTrue();
    }

    @Test
    void examplesFitOneStack() throws IOException, InterruptedException {
        assertThat(Assembly.get().template(Assembly.EXAMPLES).path("Resources")).hasSizeLessThan(500);
    }

    private static List<String> keys(JsonNode table) {
        List<String> keys = new ArrayList<>();
        table.path("KeySchema")
                .forEach(key -> keys.add(key.path("AttributeName").asText() + " "
                        + key.path("KeyType").asText()));
        return keys;
    }

    private static JsonNode named(JsonNode list, String field, String name) {
        for (JsonNode item : list) {
            if (item.path(field).asText().equals(name)) {
                return item;
            }
        }
        throw new AssertionError("There is no " + field + " `" + name + "` in " + list);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
