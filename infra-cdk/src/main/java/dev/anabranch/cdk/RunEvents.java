package dev.anabranch.cdk;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * Invokes the status function when an execution of a run has ended
 * (https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html). The pattern names each machine,
 * because a prefix would also match the child executions of Distributed Maps, up to a million.
 */
final class RunEvents {

    /**
     * A pattern has at most 2,048 characters (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html),
     * an ARN about 150.
     */
    private static final int MACHINES_PER_RULE = 12;

    private static final List<String> ENDS = List.of("ABORTED", "FAILED", "SUCCEEDED", "TIMED_OUT");

    private RunEvents() {}

    /** Creates the queue for events that could not be handled, and for the positions of waits without an event. */
    static Queue undelivered(Construct scope) {
        Queue queue = Queue.Builder.create(scope, "Undelivered")
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(14))
                .build();
        NagSuppression.on(
                queue,
                new NagSuppression(
                        "AwsSolutions-SQS3",
                        "It is the dead-letter queue of a rule, of schedules, of functions and of a pipe itself."));
        return queue;
    }

    static void in(Construct scope, List<String> machineArns, IFunction status, Queue undelivered) {
        for (int from = 0; from < machineArns.size(); from += MACHINES_PER_RULE) {
            List<String> some = machineArns.subList(from, Math.min(machineArns.size(), from + MACHINES_PER_RULE));
            Rule.Builder.create(scope, "Ended" + from / MACHINES_PER_RULE)
                    .description("Runs that have ended")
                    .eventPattern(EventPattern.builder()
                            .source(List.of("aws.states"))
                            .detailType(List.of("Step Functions Execution Status Change"))
                            .detail(new TreeMap<>(Map.of("stateMachineArn", some, "status", ENDS)))
                            .build())
                    .targets(List.of(LambdaFunction.Builder.create(status)
                            .deadLetterQueue(undelivered)
                            .build()))
                    .build();
        }
    }
}
