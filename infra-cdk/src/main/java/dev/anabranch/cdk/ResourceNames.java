package dev.anabranch.cdk;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import java.util.regex.Pattern;
import software.amazon.awscdk.Token;

/** What AWS takes as a name, so that a name that it would refuse is refused before anything is deployed. */
final class ResourceNames {

    /** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html. */
    private static final int MACHINE_CHARS = StepFunctionsQuotas.RESOURCE_NAME_CHARS;

    /** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html. */
    private static final int SCHEDULE_CHARS = 64;

    /**
     * What state machines, log groups, schedules and dashboards all take
     * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html).
     */
    private static final Pattern BACKEND = Pattern.compile("[A-Za-z0-9_-]+");

    private static final Pattern SCHEDULE = Pattern.compile("[A-Za-z0-9_.-]+");

    private ResourceNames() {}

    /**
     * The name of a backend.
     *
     * @throws IllegalArgumentException when it is not known yet, as that of a nested stack, or has other characters
     */
    static String ofBackend(String name) {
        if (Token.isUnresolved(name)) {
            throw new IllegalArgumentException(
                    "The name of the backend's stack is known to CloudFormation only, as that of a"
                            + " nested stack is. Give the backend a `name(...)`.");
        }
        if (!BACKEND.matcher(name).matches()) {
            throw new IllegalArgumentException("The name of the backend is `" + name
                    + "`, but names of state machines and dashboards have letters, digits, hyphens and underscores alone."
                    + " Give it another `name(...)`.");
        }
        return name;
    }

    /**
     * The name of a workflow's state machine.
     *
     * @throws IllegalArgumentException when it is too long
     */
    static String ofMachine(String backend, String workflow) {
        String name = backend + "-" + workflow;
        if (name.length() > MACHINE_CHARS) {
            throw new IllegalArgumentException("The state machine of the workflow `" + workflow + "` would be named `"
                    + name + "`, but a name has at most " + MACHINE_CHARS + " characters. Give the backend a shorter"
                    + " `name(...)`, or the workflow.");
        }
        return name;
    }

    /**
     * The name of a schedule.
     *
     * @throws IllegalArgumentException when it is too long or has other characters
     */
    static String ofSchedule(String backend, String schedule) {
        if (!SCHEDULE.matcher(schedule).matches()) {
            throw new IllegalArgumentException("A schedule is named `" + schedule
                    + "`, but its name has letters, digits, hyphens, underscores and periods alone.");
        }
        String name = backend + "-" + schedule;
        if (name.length() > SCHEDULE_CHARS) {
            throw new IllegalArgumentException("The schedule `" + schedule + "` would be named `" + name
                    + "`, but a name has at most " + SCHEDULE_CHARS + " characters. Give the backend a shorter"
                    + " `name(...)`, or the schedule.");
        }
        return name;
    }
}
