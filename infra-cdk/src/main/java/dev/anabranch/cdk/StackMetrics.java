package dev.anabranch.cdk;

import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine;

/** The CloudWatch metrics of the stack's resources, in periods of five minutes. */
final class StackMetrics {

    static final Duration PERIOD = Duration.minutes(5);

    static final String SUM = "Sum";
    static final String P99 = "p99";

    private StackMetrics() {}

    /** https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html. */
    static Metric runs(CfnStateMachine machine, String name, String label) {
        return metric("AWS/States", name, SUM, label, Map.of("StateMachineArn", machine.getRef()));
    }

    /** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html. */
    static Metric function(Alias alias, String name, String statistic) {
        String function = alias.getLambda().getFunctionName();
        return metric(
                "AWS/Lambda",
                name,
                statistic,
                alias.getNode().getScope().getNode().getId(),
                Map.of("FunctionName", function));
    }

    /** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html. */
    static Metric table(Table table, String name) {
        return metric("AWS/DynamoDB", name, SUM, name, Map.of("TableName", table.getTableName()));
    }

    /** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html. */
    static Metric api(HttpApi api, String name, String statistic) {
        return metric("AWS/ApiGateway", name, statistic, name, Map.of("ApiId", api.getApiId()));
    }

    /**
     * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html.
     */
    static Metric waiting(Queue queue) {
        return metric(
                "AWS/SQS",
                "ApproximateNumberOfMessagesVisible",
                "Maximum",
                "undelivered",
                Map.of("QueueName", queue.getQueueName()));
    }

    private static Metric metric(
            String namespace, String name, String statistic, String label, Map<String, String> dimensions) {
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .statistic(statistic)
                .label(label)
                .period(PERIOD)
                .dimensionsMap(dimensions)
                .build();
    }
}
