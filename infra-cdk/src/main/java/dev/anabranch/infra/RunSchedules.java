package dev.anabranch.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.amazon.awscdk.services.scheduler.CfnSchedule.DeadLetterConfigProperty;
import software.amazon.awscdk.services.scheduler.CfnSchedule.FlexibleTimeWindowProperty;
import software.amazon.awscdk.services.scheduler.CfnSchedule.TargetProperty;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/** Starts runs by the clock: EventBridge Scheduler calls the function behind the run API with the request that a caller would send. */
final class RunSchedules {

    /** Scheduler puts in another value for each time, and the same for each delivery of it: the run API starts one run for it. */
    private static final String DELIVERY = "<aws.scheduler.execution-id>";

    private static final ObjectMapper JSON = new ObjectMapper();

    private RunSchedules() {}

    static void in(Construct scope, Settings settings, IFunction api, Queue undelivered) {
        if (settings.schedules().isEmpty()) {
            return;
        }
        Construct room = new Construct(scope, "Schedules");
        Role role = Roles.role(
                room,
                "scheduler.amazonaws.com",
                List.of(
                        Permissions.allow(List.of("lambda:InvokeFunction"), List.of(api.getFunctionArn())),
                        Permissions.allow(List.of("sqs:SendMessage"), List.of(undelivered.getQueueArn()))));
        for (RunSchedule schedule : settings.schedules()) {
            requireKnown(settings, schedule);
            CfnSchedule.Builder.create(room, schedule.name())
                    .name(settings.name() + "-" + schedule.name())
                    .description("Starts runs of " + schedule.workflow())
                    .scheduleExpression(schedule.expression())
                    .scheduleExpressionTimezone(schedule.timeZone())
                    .flexibleTimeWindow(
                            FlexibleTimeWindowProperty.builder().mode("OFF").build())
                    .target(TargetProperty.builder()
                            .arn(api.getFunctionArn())
                            .roleArn(role.getRoleArn())
                            .input(request(schedule))
                            .deadLetterConfig(DeadLetterConfigProperty.builder()
                                    .arn(undelivered.getQueueArn())
                                    .build())
                            .build())
                    .build();
        }
    }

    private static void requireKnown(Settings settings, RunSchedule schedule) {
        if (settings.manifest().workflows().stream()
                .noneMatch(workflow -> workflow.name().equals(schedule.workflow()))) {
            throw new IllegalArgumentException("The schedule `" + schedule.name() + "` starts the workflow `"
                    + schedule.workflow() + "`, which the manifest does not have.");
        }
    }

    /** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, format 2.0. */
    private static String request(RunSchedule schedule) {
        String path = "/workflows/" + schedule.workflow() + "/runs";
        ObjectNode event = JSON.createObjectNode();
        event.put("version", "2.0")
                .put("routeKey", "ANY /{proxy+}")
                .put("rawPath", path)
                .put("rawQueryString", "")
                .put("body", body(schedule))
                .put("isBase64Encoded", false);
        event.putObject("headers").put("content-type", "application/json").put("idempotency-key", DELIVERY);
        event.putObject("pathParameters").put("proxy", path.substring(1));
        ObjectNode context = event.putObject("requestContext");
        context.put("stage", "$default").put("requestId", DELIVERY);
        context.putObject("http")
                .put("method", "POST")
                .put("path", path)
                .put("protocol", "HTTP/1.1")
                .put("sourceIp", "127.0.0.1")
                .put("userAgent", "EventBridge Scheduler");
        return event.toString();
    }

    private static String body(RunSchedule schedule) {
        try {
            return JSON.createObjectNode()
                    .set("input", JSON.readTree(schedule.input()))
                    .toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The input of the schedule `" + schedule.name() + "` is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
