package dev.anabranch.stores.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.anabranch.engine.integration.LambdaInvoker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ConflictException;
import software.amazon.awssdk.services.sfn.model.CreateStateMachineAliasResponse;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionRedriveStatus;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;
import software.amazon.awssdk.services.sfn.model.MissingRequiredParameterException;
import software.amazon.awssdk.services.sfn.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sfn.model.RoutingConfigurationListItem;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sfn.model.StateMachineTypeNotSupportedException;
import software.amazon.awssdk.services.sfn.model.SyncExecutionStatus;
import software.amazon.awssdk.services.sfn.model.Tag;
import software.amazon.awssdk.services.sfn.model.TooManyTagsException;
import software.amazon.awssdk.services.sfn.model.ValidationException;

/** Tests the embedded Step Functions with the AWS SDK for Java. */
class StepFunctionsSdkTest {

    private static final String ROLE = "arn:aws:iam::000000000000:role/test";
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:double";
    private static final String MACHINE =
            "{'QueryLanguage':'JSONata','StartAt':'Double','States':{'Double':{'Type':'Task'," + "'Resource':'"
                    + FUNCTION + "','Output':'{% {\\\"n\\\": $states.result * 2} %}','End':true}}}";

    private final AtomicBoolean broken = new AtomicBoolean();
    private final TestCloud cloud = new TestCloud((function, payload, context) -> CompletableFuture.completedFuture(
            broken.get()
                    ? LambdaInvoker.Answer.functionError("$LATEST", bytes("{'errorType':'Broken','errorMessage':'no'}"))
                    : LambdaInvoker.Answer.result("$LATEST", payload)));
    private final SfnClient client = cloud.client(SfnClient.builder());

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @AfterEach
    void stop() {
        client.close();
        cloud.close();
    }

    private String machine(String name, String definition) {
        return client.createStateMachine(builder -> builder.name(name)
                        .definition(definition.replace('\'', '"'))
                        .roleArn(ROLE))
                .stateMachineArn();
    }

    private DescribeExecutionResponse ended(String executionArn) {
        return await().pollInterval(Duration.ofMillis(10))
                .until(
                        () -> client.describeExecution(builder -> builder.executionArn(executionArn)),
                        execution -> execution.status() != ExecutionStatus.RUNNING);
    }

    @Test
    void startedExecutionEndsAndHasHistory() {
        String machine = machine("doubles", MACHINE);
        String execution = client.startExecution(builder ->
                        builder.stateMachineArn(machine).name("first").input("21"))
                .executionArn();
        DescribeExecutionResponse ended = ended(execution);
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.output()).isEqualTo("{\"n\":42}");
        assertThat(ended.stopDate()).isAfterOrEqualTo(ended.startDate());
        assertThat(client.getExecutionHistory(builder -> builder.executionArn(execution))
                        .events())
                .extracting(HistoryEvent::type)
                .containsExactly(
                        HistoryEventType.EXECUTION_STARTED,
                        HistoryEventType.TASK_STATE_ENTERED,
                        HistoryEventType.LAMBDA_FUNCTION_SCHEDULED,
                        HistoryEventType.LAMBDA_FUNCTION_STARTED,
                        HistoryEventType.LAMBDA_FUNCTION_SUCCEEDED,
                        HistoryEventType.TASK_STATE_EXITED,
                        HistoryEventType.EXECUTION_SUCCEEDED);
    }

    @Test
    void returnsHistoryInPagesAndReverseOrder() {
        String machine = machine("paged", MACHINE);
        String execution = client.startExecution(
                        builder -> builder.stateMachineArn(machine).input("1"))
                .executionArn();
        ended(execution);
        assertThat(client.getExecutionHistoryPaginator(builder -> builder.executionArn(execution)
                                .reverseOrder(true)
                                .maxResults(2))
                        .events())
                .extracting(HistoryEvent::id)
                .containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void redrivesFailedExecution() {
        broken.set(true);
        String machine = machine("redriven", MACHINE);
        String execution = client.startExecution(
                        builder -> builder.stateMachineArn(machine).input("4"))
                .executionArn();
        DescribeExecutionResponse failed = ended(execution);
        assertThat(failed.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(failed.error()).isEqualTo("Broken");
        assertThat(failed.redriveStatus()).isEqualTo(ExecutionRedriveStatus.REDRIVABLE);
        broken.set(false);
        client.redriveExecution(builder -> builder.executionArn(execution));
        DescribeExecutionResponse ended = ended(execution);
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.output()).isEqualTo("{\"n\":8}");
        assertThat(ended.redriveCount()).isEqualTo(1);
    }

    @Test
    void startSyncExecutionReturnsOutput() {
        String machine = client.createStateMachine(builder -> builder.name("express")
                        .type(StateMachineType.EXPRESS)
                        .definition(MACHINE.replace('\'', '"'))
                        .roleArn(ROLE))
                .stateMachineArn();
        var answer = client.startSyncExecution(
                builder -> builder.stateMachineArn(machine).input("5"));
        assertThat(answer.status()).isEqualTo(SyncExecutionStatus.SUCCEEDED);
        assertThat(answer.output()).isEqualTo("{\"n\":10}");
        assertThat(answer.billingDetails().billedDurationInMilliseconds()).isPositive();
    }

    @Test
    void errorsAreExceptionsOfTheSdk() {
        assertThatThrownBy(() -> machine("invalid", "{'StartAt':'x','States':{}}"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("Invalid State Machine Definition");
        assertThatThrownBy(() -> client.startExecution(
                        builder -> builder.stateMachineArn("arn:aws:states:us-east-1:000000000000:stateMachine:none")))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThatThrownBy(() -> client.describeExecution(
                        builder -> builder.executionArn("arn:aws:states:us-east-1:000000000000:execution:none:none")))
                .isInstanceOf(ExecutionDoesNotExistException.class);
    }

    @Test
    void aliasesRouteExecutionsToVersions() {
        String machine = machine("versioned", MACHINE);
        String one = client.publishStateMachineVersion(builder -> builder.stateMachineArn(machine))
                .stateMachineVersionArn();
        client.updateStateMachine(builder -> builder.stateMachineArn(machine)
                .definition(MACHINE.replace('\'', '"').replace("* 2", "* 3")));
        String two = client.publishStateMachineVersion(builder -> builder.stateMachineArn(machine))
                .stateMachineVersionArn();
        assertThat(one).isEqualTo(machine + ":1");
        assertThat(two).isEqualTo(machine + ":2");
        String alias = client.createStateMachineAlias(
                        builder -> builder.name("live").routingConfiguration(route -> route.stateMachineVersionArn(one)
                                .weight(100)))
                .stateMachineAliasArn();
        assertThat(output(alias)).isEqualTo("{\"n\":2}");
        assertThat(output(two)).isEqualTo("{\"n\":3}");
        client.updateStateMachineAlias(builder -> builder.stateMachineAliasArn(alias)
                .routingConfiguration(route -> route.stateMachineVersionArn(two).weight(100)));
        assertThat(output(alias)).isEqualTo("{\"n\":3}");
        assertThat(client.listStateMachineVersions(builder -> builder.stateMachineArn(machine))
                        .stateMachineVersions())
                .hasSize(2);
        assertThat(client.listStateMachineAliases(builder -> builder.stateMachineArn(machine))
                        .stateMachineAliases())
                .hasSize(1);
    }

    @Test
    void aliasDistributesExecutionsThatKnowVersionAndAlias() {
        String machine = machine("shared", MACHINE);
        String one = client.publishStateMachineVersion(builder -> builder.stateMachineArn(machine))
                .stateMachineVersionArn();
        client.updateStateMachine(builder -> builder.stateMachineArn(machine)
                .definition(MACHINE.replace('\'', '"').replace("* 2", "* 3")));
        String two = client.publishStateMachineVersion(builder -> builder.stateMachineArn(machine))
                .stateMachineVersionArn();
        String alias = client.createStateMachineAlias(builder -> builder.name("half")
                        .routingConfiguration(
                                route -> route.stateMachineVersionArn(one).weight(50),
                                route -> route.stateMachineVersionArn(two).weight(50)))
                .stateMachineAliasArn();
        List<String> versions = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            DescribeExecutionResponse execution = ended(client.startExecution(
                            builder -> builder.stateMachineArn(alias).input("1"))
                    .executionArn());
            assertThat(execution.stateMachineAliasArn()).isEqualTo(alias);
            versions.add(execution.stateMachineVersionArn());
        }
        assertThat(versions).containsExactly(one, two, one, two);
        assertThat(executions(alias)).isEqualTo(4);
        assertThat(executions(two)).isEqualTo(2);
        assertThat(executions(machine)).isEqualTo(4);
    }

    private String published(String name) {
        String machine = machine(name, MACHINE);
        return client.publishStateMachineVersion(builder -> builder.stateMachineArn(machine))
                .stateMachineVersionArn();
    }

    @Test
    void aliasesWithImpossibleRoutesAreRefused() {
        String one = published("routed");
        client.updateStateMachine(builder -> builder.stateMachineArn(one.substring(0, one.lastIndexOf(':')))
                .definition(MACHINE.replace('\'', '"').replace("* 2", "* 3")));
        String two = client.publishStateMachineVersion(
                        builder -> builder.stateMachineArn(one.substring(0, one.lastIndexOf(':'))))
                .stateMachineVersionArn();
        String other = published("other");
        for (Map.Entry<Integer, String> second :
                Map.of(-1, two, 101, two, 41, two, 50, other).entrySet()) {
            int weight = second.getKey();
            assertThatThrownBy(() -> client.createStateMachineAlias(builder -> builder.name("odd")
                            .routingConfiguration(
                                    route -> route.stateMachineVersionArn(one).weight(weight == 41 ? 60 : 100 - weight),
                                    route -> route.stateMachineVersionArn(second.getValue())
                                            .weight(weight))))
                    .as("%s", second)
                    .isInstanceOf(ValidationException.class);
        }
        String alias = client.createStateMachineAlias(builder -> builder.name("even")
                        .routingConfiguration(
                                route -> route.stateMachineVersionArn(one).weight(100),
                                route -> route.stateMachineVersionArn(two).weight(0)))
                .stateMachineAliasArn();
        assertThatThrownBy(() -> client.updateStateMachineAlias(builder -> builder.stateMachineAliasArn(alias)))
                .isInstanceOf(ValidationException.class);
        assertThatThrownBy(() -> client.updateStateMachineAlias(builder -> builder.stateMachineAliasArn(alias)
                        .routingConfiguration(
                                route -> route.stateMachineVersionArn(other).weight(100))))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void executionStartedByTaskThroughAliasHasAliasAndVersion() {
        String machine = machine("nested", MACHINE);
        String version = client.publishStateMachineVersion(builder -> builder.stateMachineArn(machine))
                .stateMachineVersionArn();
        String alias = client.createStateMachineAlias(builder -> builder.name("live")
                        .routingConfiguration(
                                route -> route.stateMachineVersionArn(version).weight(100)))
                .stateMachineAliasArn();
        String parent = machine(
                "parent",
                "{'StartAt':'S','States':{'S':{'Type':'Task','Resource':'arn:aws:states:::states:startExecution',"
                        + "'Parameters':{'StateMachineArn':'" + alias + "','Name':'child','Input':4},'End':true}}}");

        ended(client.startExecution(builder -> builder.stateMachineArn(parent)).executionArn());

        DescribeExecutionResponse child =
                ended(machine.replace(":stateMachine:", ":execution:").concat(":child"));
        assertThat(child.stateMachineVersionArn()).isEqualTo(version);
        assertThat(child.stateMachineAliasArn()).isEqualTo(alias);
        assertThat(child.output()).isEqualTo("{\"n\":8}");
    }

    @Test
    void preservesTextOfInputAndUnchangedOutput() {
        String machine = machine("same", "{'StartAt':'S','States':{'S':{'Type':'Pass','End':true}}}");
        String sent = "{ \"b\": 1.50 }";

        DescribeExecutionResponse execution = ended(client.startExecution(
                        builder -> builder.stateMachineArn(machine).input(sent))
                .executionArn());

        assertThat(execution.input()).isEqualTo(sent);
        assertThat(execution.output()).isEqualTo(sent);
        List<HistoryEvent> events = client.getExecutionHistory(
                        builder -> builder.executionArn(execution.executionArn()))
                .events();
        assertThat(events.get(0).executionStartedEventDetails().input()).isEqualTo(sent);
        assertThat(events.get(1).stateEnteredEventDetails().input()).isEqualTo(sent);
        assertThat(events.get(2).stateExitedEventDetails().output()).isEqualTo(sent);
    }

    private int executions(String arn) {
        return client.listExecutions(builder -> builder.stateMachineArn(arn))
                .executions()
                .size();
    }

    @Test
    void missingVersionOrAliasIsMissingStateMachine() {
        String machine = machine("unversioned", MACHINE);
        assertThatThrownBy(() -> client.describeStateMachine(builder -> builder.stateMachineArn(machine + ":9")))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThatThrownBy(() -> client.startExecution(builder -> builder.stateMachineArn(machine + ":live")))
                .isInstanceOf(StateMachineDoesNotExistException.class);
    }

    @Test
    void rejectsInvalidUpdatesAndAliases() {
        String machine = machine("strict", MACHINE);
        String one = client.publishStateMachineVersion(builder -> builder.stateMachineArn(machine))
                .stateMachineVersionArn();
        assertThatThrownBy(() -> client.updateStateMachine(builder -> builder.stateMachineArn(machine)))
                .isInstanceOf(MissingRequiredParameterException.class);
        assertThatThrownBy(() -> client.updateStateMachine(builder ->
                        builder.stateMachineArn(machine).roleArn(ROLE).versionDescription("never published")))
                .hasMessageContaining("publish");
        assertThatThrownBy(() -> client.createStateMachineAlias(
                        builder -> builder.name("5").routingConfiguration(route -> route.stateMachineVersionArn(one)
                                .weight(100))))
                .hasMessageContaining("'5' at 'name'");
        assertThatThrownBy(() -> client.createStateMachineAlias(builder -> builder.name("twice")
                        .routingConfiguration(
                                route -> route.stateMachineVersionArn(one).weight(50),
                                route -> route.stateMachineVersionArn(one).weight(50))))
                .hasMessageContaining("distinct");
    }

    @Test
    void deletingVersionInUseFailsAndNamesItsAliases() {
        String machine = machine("used", MACHINE);
        String one = client.publishStateMachineVersion(builder -> builder.stateMachineArn(machine))
                .stateMachineVersionArn();
        for (String alias : List.of("blue", "green")) {
            client.createStateMachineAlias(
                    builder -> builder.name(alias).routingConfiguration(route -> route.stateMachineVersionArn(one)
                            .weight(100)));
        }
        assertThatThrownBy(() -> client.deleteStateMachineVersion(builder -> builder.stateMachineVersionArn(one)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("blue")
                .hasMessageContaining("green");
    }

    /** Texts that AWS was recorded to answer. */
    @Test
    void impossibleAliasesAreRefusedWithTheTextsOfAws() {
        String one = published("texts");
        String machine = one.substring(0, one.lastIndexOf(':'));
        String two = machine + ":2";
        assertThat(refused("live", Map.of(machine, 100)))
                .isEqualTo(
                        "Routing configuration must contain state machine version ARNs. Received: [" + machine + "]");
        assertThat(refused("live", Map.of(one, 99)))
                .isEqualTo("Sum of routing configuration weights must equal 100. Received: [99]");
        assertThat(refused("live", Map.of(one, 50, two, 30, machine + ":3", 20)))
                .contains("RoutingConfigurationListItem(stateMachineVersionArn=" + one + ", weight=50)")
                .endsWith("' at 'routingConfiguration' failed to satisfy constraint: Member must have length less than"
                        + " or equal to 2");
        assertThat(refused("123", Map.of(one, 100)))
                .isEqualTo(
                        "1 validation error detected: Value '123' at 'name' failed to satisfy constraint: Member must"
                                + " satisfy regular expression pattern: ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$");
        assertThat(refused("A".repeat(81), Map.of(one, 100)))
                .endsWith("Member must have length less than or equal to 80");
    }

    private String refused(String name, Map<String, Integer> routes) {
        List<RoutingConfigurationListItem> routing = routes.entrySet().stream()
                .map(route -> RoutingConfigurationListItem.builder()
                        .stateMachineVersionArn(route.getKey())
                        .weight(route.getValue())
                        .build())
                .toList();
        return catchThrowableOfType(
                        ValidationException.class,
                        () -> client.createStateMachineAlias(
                                builder -> builder.name(name).routingConfiguration(routing)))
                .awsErrorDetails()
                .errorMessage();
    }

    @Test
    void creationOfAnAliasIsIdempotentOnlyWithTheSameDescription() {
        String version = published("described");
        String alias = alias(version, "first").stateMachineAliasArn();

        assertThat(alias(version, "first").stateMachineAliasArn()).isEqualTo(alias);
        assertThatThrownBy(() -> alias(version, "second")).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> alias(version, null)).isInstanceOf(ConflictException.class);
    }

    private CreateStateMachineAliasResponse alias(String version, @Nullable String description) {
        return client.createStateMachineAlias(builder -> builder.name("live")
                .description(description)
                .routingConfiguration(
                        route -> route.stateMachineVersionArn(version).weight(100)));
    }

    @Test
    void deletedAliasCanBeDeletedAgainButNotUpdated() {
        String alias = alias(published("gone"), "live").stateMachineAliasArn();
        client.deleteStateMachineAlias(builder -> builder.stateMachineAliasArn(alias));

        client.deleteStateMachineAlias(builder -> builder.stateMachineAliasArn(alias));

        assertThatThrownBy(() -> client.updateStateMachineAlias(
                        builder -> builder.stateMachineAliasArn(alias).description("again")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageStartingWith("Request references a resource that does not exist. ");
    }

    @Test
    void missingVersionOrAliasDoesNotStartTheStateMachine() {
        String machine = machine("target", MACHINE);
        for (String qualifier : List.of("9", "live")) {
            String parent = machine(
                    "starts-" + qualifier,
                    "{'StartAt':'S','States':{'S':{'Type':'Task','Resource':'arn:aws:states:::states:startExecution',"
                            + "'Parameters':{'StateMachineArn':'" + machine + ":" + qualifier
                            + "','Input':4},'End':true}}}");

            DescribeExecutionResponse execution =
                    ended(client.startExecution(builder -> builder.stateMachineArn(parent))
                            .executionArn());

            assertThat(execution.error()).isEqualTo("StepFunctions.StateMachineDoesNotExistException");
        }
        assertThat(executions(machine)).isZero();
    }

    @Test
    void expressExecutionsAreNotListed() {
        String machine = client.createStateMachine(builder -> builder.name("fast")
                        .type(StateMachineType.EXPRESS)
                        .definition(MACHINE.replace('\'', '"'))
                        .roleArn(ROLE))
                .stateMachineArn();
        assertThatThrownBy(() -> executions(machine)).isInstanceOf(StateMachineTypeNotSupportedException.class);
    }

    @Test
    void stateMachineHasAtMostFiftyTags() {
        String machine = machine("tagged", MACHINE);
        client.tagResource(builder -> builder.resourceArn(machine).tags(tags(50)));
        assertThatThrownBy(() -> client.tagResource(builder -> builder.resourceArn(machine)
                        .tags(tag -> tag.key("one more").value(""))))
                .isInstanceOf(TooManyTagsException.class);
        client.tagResource(builder -> builder.resourceArn(machine).tags(tags(50)));
    }

    private static List<Tag> tags(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> Tag.builder().key("k" + number).value("v").build())
                .toList();
    }

    @Test
    void redriveWithSameTokenIsIdempotent() {
        broken.set(true);
        String machine = machine("once", MACHINE);
        String execution = client.startExecution(
                        builder -> builder.stateMachineArn(machine).input("4"))
                .executionArn();
        ended(execution);
        Instant first = redrive(execution, "token");
        ended(execution);
        assertThat(redrive(execution, "token")).isEqualTo(first);
        assertThat(ended(execution).redriveCount()).isEqualTo(1);
        redrive(execution, "another");
        assertThat(ended(execution).redriveCount()).isEqualTo(2);
    }

    private Instant redrive(String execution, String token) {
        return client.redriveExecution(
                        builder -> builder.executionArn(execution).clientToken(token))
                .redriveDate();
    }

    private String output(String arn) {
        return ended(client.startExecution(
                                builder -> builder.stateMachineArn(arn).input("1"))
                        .executionArn())
                .output();
    }

    @Test
    void testStateRunsSingleState() {
        var passed = client.testState(builder -> builder.definition(
                        "{'Type':'Pass','QueryLanguage':'JSONata','Output':'{% $states.input.x + 1 %}','Next':'Later'}"
                                .replace('\'', '"'))
                .input("{\"x\":1}"));
        assertThat(passed.statusAsString()).isEqualTo("SUCCEEDED");
        assertThat(passed.output()).isEqualTo("2");
        assertThat(passed.nextState()).isEqualTo("Later");
        broken.set(true);
        String task = "{'Type':'Task','Resource':'" + FUNCTION + "','End':true";
        assertThat(client.testState(builder -> builder.definition((task + "}").replace('\'', '"')))
                        .statusAsString())
                .isEqualTo("FAILED");
        assertThat(client.testState(builder -> builder.definition(
                                (task + ",'Retry':[{'ErrorEquals':['States.ALL']}]}").replace('\'', '"')))
                        .statusAsString())
                .isEqualTo("RETRIABLE");
        var caught = client.testState(builder ->
                builder.definition((task + ",'Catch':[{'ErrorEquals':['Broken'],'Next':'Mend'}]}").replace('\'', '"')));
        assertThat(caught.statusAsString()).isEqualTo("CAUGHT_ERROR");
        assertThat(caught.nextState()).isEqualTo("Mend");
        assertThat(client.listStateMachines().stateMachines()).isEmpty();
    }

    @Test
    void testStateMockReplacesTaskCall() {
        String task = "{'Type':'Task','Resource':'arn:aws:states:::sqs:sendMessage.waitForTaskToken',"
                + "'QueryLanguage':'JSONata','Arguments':{'Token':'{% $states.context.Task.Token %}'},"
                + "'Output':'{% $states.result.n + 1 %}','Next':'Later',"
                + "'Retry':[{'ErrorEquals':['Busy'],'MaxAttempts':2,'IntervalSeconds':3}],"
                + "'Catch':[{'ErrorEquals':['States.ALL'],'Next':'Mend'}]}";
        var mocked = client.testState(
                builder -> builder.definition(task.replace('\'', '"')).mock(mock -> mock.result("{\"n\":41}")));
        assertThat(mocked.statusAsString()).as(mocked.cause()).isEqualTo("SUCCEEDED");
        assertThat(mocked.output()).isEqualTo("42");
        assertThat(mocked.nextState()).isEqualTo("Later");

        var busy = client.testState(builder -> builder.definition(task.replace('\'', '"'))
                .inspectionLevel("DEBUG")
                .stateConfiguration(state -> state.retrierRetryCount(1))
                .mock(mock -> mock.errorOutput(error -> error.error("Busy").cause("later"))));
        assertThat(busy.statusAsString()).isEqualTo("RETRIABLE");
        assertThat(busy.error()).isEqualTo("Busy");
        assertThat(busy.inspectionData().errorDetails().retryBackoffIntervalSeconds())
                .isEqualTo(6);

        var exhausted = client.testState(builder -> builder.definition(task.replace('\'', '"'))
                .inspectionLevel("DEBUG")
                .stateConfiguration(state -> state.retrierRetryCount(2))
                .mock(mock -> mock.errorOutput(error -> error.error("Busy").cause("later"))));
        assertThat(exhausted.statusAsString()).isEqualTo("CAUGHT_ERROR");
        assertThat(exhausted.nextState()).isEqualTo("Mend");
        assertThat(exhausted.inspectionData().errorDetails().catchIndex()).isZero();
    }

    @Test
    void testStateMockReplacesIterationsOfMap() {
        String map = "{'Type':'Map','QueryLanguage':'JSONata','Items':'{% $states.input %}','ItemProcessor':"
                + "{'StartAt':'A','States':{'A':{'Type':'Pass','End':true}}},"
                + "'Output':'{% $sum($states.result) %}','End':true}";
        assertThat(client.testState(builder -> builder.definition(map.replace('\'', '"'))
                                .input("[1,2]")
                                .mock(mock -> mock.result("[4,5]")))
                        .output())
                .isEqualTo("9");
        assertThatThrownBy(() -> client.testState(
                        builder -> builder.definition(map.replace('\'', '"')).mock(mock -> mock.result("{}"))))
                .hasMessageContaining("Mocked result must be an array.");
        assertThatThrownBy(() -> client.testState(builder -> builder.definition(map.replace('\'', '"'))))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("TestState API does not support Map or Parallel states.");
    }

    @Test
    void validatesDefinitionWithoutCreatingStateMachine() {
        var answer = client.validateStateMachineDefinition(
                builder -> builder.definition(MACHINE.replace('\'', '"').replace("$states.result * 2", "phone")));
        assertThat(answer.resultAsString()).isEqualTo("FAIL");
        assertThat(answer.diagnostics()).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.code()).isEqualTo("UNSUPPORTED_JSONATA_EXPRESSION");
            assertThat(diagnostic.message()).isEqualTo("Reference to 'phone' at the top level is not supported.");
            assertThat(diagnostic.location()).isEqualTo("/States/Double/Output");
        });
    }

    @Test
    void addsAndRemovesTags() {
        String machine = machine("tagged", MACHINE);
        client.tagResource(builder -> builder.resourceArn(machine)
                .tags(tag -> tag.key("team").value("maps"), tag -> tag.key("x").value("y")));
        client.untagResource(builder -> builder.resourceArn(machine).tagKeys("x"));
        assertThat(client.listTagsForResource(builder -> builder.resourceArn(machine))
                        .tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.value()).isEqualTo("maps"));
    }
}
