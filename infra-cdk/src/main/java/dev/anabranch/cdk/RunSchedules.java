package dev.anabranch.cdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.ScheduledStartFunction;
import java.util.List;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.amazon.awscdk.services.scheduler.CfnSchedule.DeadLetterConfigProperty;
import software.amazon.awscdk.services.scheduler.CfnSchedule.FlexibleTimeWindowProperty;
import software.amazon.awscdk.services.scheduler.CfnSchedule.TargetProperty;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/**
 * Schedules that call a function which starts runs, so that inputs are checked and every run has a record from its
 * start.
 */
final class RunSchedules {

    /**
     * A placeholder that EventBridge Scheduler replaces by the scheduled time. The value is the same for every delivery
     * of a start, while {@code execution-id} differs between attempts
     * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html).
     */
    private static final String DUE = "<aws.scheduler.scheduled-time>";

    private static final ObjectMapper JSON = new ObjectMapper();

    private RunSchedules() {}

    static void in(Construct scope, BackendSettings settings, IFunction start, Queue undelivered) {
        Construct room = new Construct(scope, "Schedules");
        Role role = StackRoles.ofService(
                // Not beside the schedules, whose names are their ids.
                new Construct(scope, "Scheduler"),
                "scheduler.amazonaws.com",
                List.of(
                        IamPermissions.allow(List.of("lambda:InvokeFunction"), List.of(start.getFunctionArn())),
                        IamPermissions.allow(List.of("sqs:SendMessage"), List.of(undelivered.getQueueArn()))));
        for (RunSchedule schedule : settings.schedules()) {
            CfnSchedule made = CfnSchedule.Builder.create(room, schedule.name())
                    .name(ResourceNames.ofSchedule(settings.name(), schedule.name()))
                    .description("Starts runs of " + schedule.workflow())
                    .scheduleExpression(schedule.expression())
                    .scheduleExpressionTimezone(schedule.timeZone())
                    .flexibleTimeWindow(
                            FlexibleTimeWindowProperty.builder().mode("OFF").build())
                    .target(TargetProperty.builder()
                            .arn(start.getFunctionArn())
                            .roleArn(role.getRoleArn())
                            .input(event(schedule))
                            .deadLetterConfig(DeadLetterConfigProperty.builder()
                                    .arn(undelivered.getQueueArn())
                                    .build())
                            .build())
                    .build();
            ScheduleChecks.warning(schedule)
                    .ifPresent(text -> Annotations.of(made).addWarningV2("anabranch:time-zone", text));
        }
    }

    private static String event(RunSchedule schedule) {
        try {
            ObjectNode event = JSON.createObjectNode()
                    .put(ScheduledStartFunction.WORKFLOW, schedule.workflow())
                    .put(ScheduledStartFunction.KEY, schedule.name() + "-" + DUE);
            event.set(ScheduledStartFunction.INPUT, JSON.readTree(schedule.input()));
            return event.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The inputs of schedules have been checked.", e);
        }
    }
}
