package dev.anabranch.cdk;

import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordField;
import dev.anabranch.translate.internal.emit.NoticeMachine;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.events.IEventBus;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.pipes.CfnPipe;
import software.amazon.awscdk.services.pipes.CfnPipe.DeadLetterConfigProperty;
import software.amazon.awscdk.services.pipes.CfnPipe.FilterCriteriaProperty;
import software.amazon.awscdk.services.pipes.CfnPipe.FilterProperty;
import software.amazon.awscdk.services.pipes.CfnPipe.PipeEnrichmentParametersProperty;
import software.amazon.awscdk.services.pipes.CfnPipe.PipeSourceDynamoDBStreamParametersProperty;
import software.amazon.awscdk.services.pipes.CfnPipe.PipeSourceParametersProperty;
import software.amazon.awscdk.services.pipes.CfnPipe.PipeTargetEventBridgeEventBusParametersProperty;
import software.amazon.awscdk.services.pipes.CfnPipe.PipeTargetParametersProperty;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine;
import software.constructs.Construct;

/**
 * Puts an event on a bus for each action that begins to wait for an answer or a callback. An EventBridge Pipe reads the
 * stream of the table, selects the records that have a task token, and passes their keys, labels and times, but not the token,
 * to a state machine that makes events of them (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes.html).
 * No function runs, and workflows do not change.
 */
final class WaitEvents {

    /** The {@code source} of the events. */
    static final String SOURCE = "anabranch";

    /** The {@code detail-type} of the events. */
    static final String DETAIL_TYPE = "Anabranch Wait";

    private static final int BATCH = 100;
    private static final int RETRIES = 10;

    private WaitEvents() {}

    /**
     * @param undelivered the queue for the positions of records that fail after all retries: their shards and sequence
     *     numbers. The stream keeps the records for 24 hours
     *     (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-error-troubleshooting.html).
     */
    static void in(Construct parent, Table table, IEventBus bus, Queue undelivered) {
        Construct scope = new Construct(parent, "WaitEvents");
        CfnStateMachine machine = machine(new Construct(scope, "Enrichment"), table);
        String stream = Objects.requireNonNull(table.getTableStreamArn(), "the table has a stream");
        // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html
        List<PolicyStatement> statements = List.of(
                IamPermissions.allow(
                        List.of(
                                "dynamodb:DescribeStream",
                                "dynamodb:GetRecords",
                                "dynamodb:GetShardIterator",
                                "dynamodb:ListStreams"),
                        List.of(stream)),
                IamPermissions.allow(List.of("states:StartSyncExecution"), List.of(machine.getRef())),
                IamPermissions.allow(List.of("events:PutEvents"), List.of(bus.getEventBusArn())),
                IamPermissions.allow(List.of("sqs:SendMessage"), List.of(undelivered.getQueueArn())));
        Role role = StackRoles.ofService(scope, "pipes.amazonaws.com", statements);
        PipeSourceDynamoDBStreamParametersProperty source = PipeSourceDynamoDBStreamParametersProperty.builder()
                .startingPosition("LATEST")
                .batchSize(BATCH)
                .maximumRetryAttempts(RETRIES)
                .onPartialBatchItemFailure("AUTOMATIC_BISECT")
                .deadLetterConfig(DeadLetterConfigProperty.builder()
                        .arn(undelivered.getQueueArn())
                        .build())
                .build();
        CfnPipe.Builder.create(scope, "Pipe")
                .description("Actions that begin to wait")
                .roleArn(role.getRoleArn())
                .source(stream)
                .sourceParameters(PipeSourceParametersProperty.builder()
                        .dynamoDbStreamParameters(source)
                        .filterCriteria(FilterCriteriaProperty.builder()
                                .filters(List.of(FilterProperty.builder()
                                        .pattern("{\"eventName\":[\"INSERT\",\"MODIFY\"],\"dynamodb\":{\"NewImage\":{\""
                                                + RecordField.STATUS + "\":{\"S\":[\"" + ActionStatus.RUNNING.code()
                                                + "\"]},\"" + RecordField.TOKEN + "\":{\"S\":[{\"exists\":true}]}}}}")
                                        .build()))
                                .build())
                        .build())
                .enrichment(machine.getRef())
                .enrichmentParameters(PipeEnrichmentParametersProperty.builder()
                        .inputTemplate("{\"keys\": <$.dynamodb.Keys>, \"awaited\": <$.dynamodb.NewImage."
                                + RecordField.AWAITED + ">, \"labels\": <$.dynamodb.NewImage." + RecordField.LABELS
                                + ">, \"since\": <$.dynamodb.NewImage."
                                + RecordField.BEGAN + ">, \"until\": <$.dynamodb.NewImage." + RecordField.UNTIL + ">}")
                        .build())
                .target(bus.getEventBusArn())
                .targetParameters(PipeTargetParametersProperty.builder()
                        .eventBridgeEventBusParameters(PipeTargetEventBridgeEventBusParametersProperty.builder()
                                .source(SOURCE)
                                .detailType(DETAIL_TYPE)
                                .build())
                        .build())
                .build();
    }

    /** Creates the Express state machine that enriches records; it may read the records of runs only. */
    private static CfnStateMachine machine(Construct scope, Table table) {
        PolicyStatement readsRuns = PolicyStatement.Builder.create()
                .actions(List.of("dynamodb:GetItem"))
                .resources(List.of(table.getTableArn()))
                .conditions(Map.of("ForAllValues:StringLike", Map.of("dynamodb:LeadingKeys", List.of("run#*"))))
                .build();
        CfnStateMachine made = CfnStateMachine.Builder.create(scope, "StateMachine")
                .stateMachineType("EXPRESS")
                .roleArn(StackRoles.ofService(scope, "states.amazonaws.com", List.of(readsRuns))
                        .getRoleArn())
                .definitionString(NoticeMachine.definition())
                .definitionSubstitutions(Map.of("Table", table.getTableName()))
                .build();
        String why =
                "It only reads the names of runs, and the metrics of the pipe count its failures. An execution for each"
                        + " batch of waits needs no log.";
        NagSuppression.on(
                made, new NagSuppression("AwsSolutions-SF1", why), new NagSuppression("AwsSolutions-SF2", why));
        return made;
    }
}
