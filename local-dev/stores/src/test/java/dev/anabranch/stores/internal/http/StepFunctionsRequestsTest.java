package dev.anabranch.stores.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.anabranch.engine.integration.LambdaInvoker;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.CreateStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionRedriveFilter;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.StateMachineAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;
import software.amazon.awssdk.services.sfn.model.ValidationException;

/**
 * Tests the behavior of Step Functions requests that public bug reports describe: identity, revisions and rejected
 * values.
 */
class StepFunctionsRequestsTest {

    private static final String ROLE = "arn:aws:iam::000000000000:role/test";
    private static final String PASS = "{\"StartAt\": \"S\", \"States\": {\"S\": {\"Type\": \"Pass\", \"End\": true}}}";

    private final TestCloud cloud = new TestCloud((function, payload, context) ->
            CompletableFuture.completedFuture(LambdaInvoker.Answer.result("$LATEST", payload)));
    private final SfnClient client = cloud.client(SfnClient.builder());

    @AfterEach
    void stop() {
        client.close();
        cloud.close();
    }

    private String machine(String definition) {
        return client.createStateMachine(
                        builder -> builder.name("m").definition(definition).roleArn(ROLE))
                .stateMachineArn();
    }

    @Test
    void creatingAgainIgnoresRoleAndTags() {
        String machine = machine(PASS);

        String again = client.createStateMachine(builder -> builder.name("m")
                        .definition(PASS)
                        .roleArn(ROLE + "2")
                        .tags(tag -> tag.key("a").value("b")))
                .stateMachineArn();

        assertThat(again).isEqualTo(machine);
        assertThat(client.describeStateMachine(builder -> builder.stateMachineArn(machine))
                        .roleArn())
                .isEqualTo(ROLE);
    }

    @Test
    void creatingAgainWithAnotherTypeOrDefinitionIsRefused() {
        machine(PASS);
        assertThatThrownBy(() -> client.createStateMachine(builder ->
                        builder.name("m").definition(PASS).roleArn(ROLE).type(StateMachineType.EXPRESS)))
                .isInstanceOf(StateMachineAlreadyExistsException.class);
        assertThatThrownBy(() -> client.createStateMachine(builder -> builder.name("m")
                        .definition(PASS.replace("\"S\"", "\"T\""))
                        .roleArn(ROLE)))
                .isInstanceOf(StateMachineAlreadyExistsException.class);
    }

    @Test
    void creatingAgainWithAnotherPublishOrVersionDescriptionIsRefused() {
        CreateStateMachineRequest published = CreateStateMachineRequest.builder()
                .name("m")
                .definition(PASS)
                .roleArn(ROLE)
                .publish(true)
                .versionDescription("first")
                .build();
        String version = client.createStateMachine(published).stateMachineVersionArn();

        assertThat(client.createStateMachine(published).stateMachineVersionArn())
                .isEqualTo(version);
        for (CreateStateMachineRequest other : List.of(
                published.toBuilder().publish(false).versionDescription(null).build(),
                published.toBuilder().versionDescription(null).build(),
                published.toBuilder().versionDescription("second").build())) {
            assertThatThrownBy(() -> client.createStateMachine(other))
                    .isInstanceOf(StateMachineAlreadyExistsException.class);
        }
    }

    @Test
    void deletedStateMachineCanBeCreatedWithAnotherPublish() {
        client.deleteStateMachine(builder -> builder.stateMachineArn(machine(PASS)));

        assertThat(client.createStateMachine(builder ->
                                builder.name("m").definition(PASS).roleArn(ROLE).publish(true))
                        .stateMachineVersionArn())
                .isNotNull();
    }

    @Test
    void updatesWithoutAChangePublishTheSameVersion() {
        String machine = machine(PASS);
        for (int i = 0; i < 2; i++) {
            var updated = client.updateStateMachine(
                    builder -> builder.stateMachineArn(machine).definition(PASS).publish(true));
            assertThat(updated.stateMachineVersionArn()).isEqualTo(machine + ":1");
            assertThat(updated.revisionId()).isNull();
        }
        assertThat(client.listStateMachineVersions(builder -> builder.stateMachineArn(machine))
                        .stateMachineVersions())
                .hasSize(1);
    }

    @Test
    void revisionsHaveIdsFromTheFirstUpdateOn() {
        String machine = machine(PASS);
        assertThat(client.describeStateMachine(builder -> builder.stateMachineArn(machine))
                        .revisionId())
                .isNull();

        String updated = client.updateStateMachine(builder -> builder.stateMachineArn(machine)
                        .definition(PASS.replace("\"S\"", "\"T\""))
                        .publish(true))
                .revisionId();

        assertThat(UUID.fromString(updated)).hasToString(updated);
        assertThat(client.describeStateMachine(builder -> builder.stateMachineArn(machine))
                        .revisionId())
                .isEqualTo(updated);
    }

    @Test
    void listedExecutionsSayWhatTheyWereStartedThrough() {
        String machine = machine(PASS);
        String version = client.publishStateMachineVersion(builder -> builder.stateMachineArn(machine))
                .stateMachineVersionArn();
        String alias = client.createStateMachineAlias(builder -> builder.name("live")
                        .routingConfiguration(
                                route -> route.stateMachineVersionArn(version).weight(100)))
                .stateMachineAliasArn();
        for (String arn : List.of(machine, version, alias)) {
            client.startExecution(builder -> builder.stateMachineArn(arn));
        }

        List<ExecutionListItem> executions = client.listExecutions(builder -> builder.stateMachineArn(machine))
                .executions();

        assertThat(executions)
                .extracting(ExecutionListItem::stateMachineVersionArn)
                .containsExactlyInAnyOrder(null, version, version);
        assertThat(executions)
                .extracting(ExecutionListItem::stateMachineAliasArn)
                .containsExactlyInAnyOrder(null, null, alias);
    }

    @Test
    void aRedriveFilterNeedsAMapRun() {
        String machine = machine(PASS);
        assertThatThrownBy(() -> client.listExecutions(
                        builder -> builder.stateMachineArn(machine).redriveFilter(ExecutionRedriveFilter.NOT_REDRIVEN)))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void aMapStateIsNoStateMachine() {
        String label = machine(PASS) + "/label";
        Stream.<Consumer<SfnClient>>of(
                        sfn -> sfn.startExecution(builder -> builder.stateMachineArn(label)),
                        sfn -> sfn.startSyncExecution(builder -> builder.stateMachineArn(label)),
                        sfn -> sfn.describeStateMachine(builder -> builder.stateMachineArn(label)),
                        sfn -> sfn.updateStateMachine(
                                builder -> builder.stateMachineArn(label).definition(PASS)),
                        sfn -> sfn.deleteStateMachine(builder -> builder.stateMachineArn(label)))
                .forEach(request ->
                        assertThatThrownBy(() -> request.accept(client)).isInstanceOf(ValidationException.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_025, 3_097})
    void aPageTokenHasALength(int length) {
        String token = "x".repeat(length);
        assertThatThrownBy(() -> client.listStateMachines(builder -> builder.nextToken(token)))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void aPageTokenOfExecutionsMayBeLonger() {
        String machine = machine(PASS);
        assertThatThrownBy(() -> client.listExecutions(
                        builder -> builder.stateMachineArn(machine).nextToken("x".repeat(3_096))))
                .isInstanceOf(InvalidTokenException.class);
        assertThatThrownBy(() -> client.listExecutions(
                        builder -> builder.stateMachineArn(machine).nextToken("x".repeat(3_097))))
                .isInstanceOf(ValidationException.class);
    }

    static Stream<Arguments> requestsWithAnArn() {
        return Stream.<Consumer<SfnClient>>of(
                        sfn -> sfn.describeStateMachine(builder -> builder.stateMachineArn("not_an_arn")),
                        sfn -> sfn.describeExecution(builder -> builder.executionArn("not_an_arn")),
                        sfn -> sfn.describeMapRun(builder -> builder.mapRunArn("not_an_arn")),
                        sfn -> sfn.listExecutions(builder -> builder.stateMachineArn("not_an_arn")),
                        sfn -> sfn.getExecutionHistory(builder -> builder.executionArn("not_an_arn")),
                        sfn -> sfn.publishStateMachineVersion(builder -> builder.stateMachineArn("not_an_arn")))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("requestsWithAnArn")
    void anArnBeginsLikeOne(Consumer<SfnClient> request) {
        assertThatThrownBy(() -> request.accept(client))
                .isInstanceOf(InvalidArnException.class)
                .hasMessageContaining("Invalid Arn: 'Invalid ARN prefix: not_an_arn'");
    }

    @Test
    void aTaskTokenIsValidOrClosed() {
        assertThatThrownBy(() -> client.sendTaskSuccess(
                        builder -> builder.taskToken("NoSuchTaskToken").output("1")))
                .isInstanceOf(InvalidTokenException.class);
        assertThatThrownBy(() -> client.sendTaskHeartbeat(
                        builder -> builder.taskToken(UUID.randomUUID().toString())))
                .isInstanceOf(TaskTimedOutException.class);
        assertThatThrownBy(() -> client.sendTaskFailure(builder -> builder.taskToken("")))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void anExecutionThatTimedOutHasNoError() {
        String machine = machine("{\"StartAt\": \"S\", \"TimeoutSeconds\": 1, \"States\": {\"S\": "
                + "{\"Type\": \"Wait\", \"Seconds\": 99999999, \"End\": true}}}");
        String arn = client.startExecution(builder -> builder.stateMachineArn(machine))
                .executionArn();

        DescribeExecutionResponse ended = await().pollInterval(Duration.ofMillis(20))
                .until(
                        () -> client.describeExecution(builder -> builder.executionArn(arn)),
                        execution -> execution.status() != ExecutionStatus.RUNNING);

        assertThat(ended.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
        assertThat(ended.error()).isNull();
        assertThat(ended.cause()).isNull();
        List<HistoryEvent> events =
                client.getExecutionHistory(builder -> builder.executionArn(arn)).events();
        assertThat(events.get(events.size() - 1).executionTimedOutEventDetails())
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"T", "s", ""})
    void aStateToTestIsInTheDefinition(String name) {
        assertThatThrownBy(() -> client.testState(builder ->
                        builder.definition(PASS).roleArn(ROLE).input("{}").stateName(name)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("State not found in definition");
    }
}
