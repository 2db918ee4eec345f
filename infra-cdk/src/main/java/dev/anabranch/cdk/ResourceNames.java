package dev.anabranch.cdk;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import java.util.regex.Pattern;
import software.amazon.awscdk.Token;

/** Checks names against the rules of AWS before anything is deployed. */
final class ResourceNames {

    /** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html. */
    private static final int MACHINE_CHARS = StepFunctionsQuotas.RESOURCE_NAME_CHARS;

    /** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html. */
    private static final int SCHEDULE_CHARS = 64;

    /**
     * The characters that state machines, log groups, schedules and dashboards all accept
     * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html).
     */
    private static final Pattern BACKEND = Pattern.compile("[A-Za-z0-9_-]+");

    private static final Pattern SCHEDULE = Pattern.compile("[A-Za-z0-9_.-]+");

    private ResourceNames() {}

    /**
     * Returns the name of a backend.
     *
     * @throws IllegalArgumentException if it is not known yet, as for a nested stack, or has other characters
     */
    static String ofBackend(String name) {
        if (Token.isUnresolved(name)) {
            throw new IllegalArgumentException(
                    "The name of the backend's stack is unknown until it is deployed, as for a nested"
                            + " stack. Set the `name(...)` of the backend.");
        }
        if (!BACKEND.matcher(name).matches()) {
            throw new IllegalArgumentException("The name of the backend is `" + name
                    + "`, but it can contain only letters, digits, hyphens and underscores."
                    + " Set another `name(...)`.");
        }
        return name;
    }

    /**
     * Returns the name of a workflow's state machine.
     *
     * @throws IllegalArgumentException if it is too long
     */
    static String ofMachine(String backend, String workflow) {
        String name = backend + "-" + workflow;
        if (name.length() > MACHINE_CHARS) {
            throw new IllegalArgumentException("The state machine of the workflow `" + workflow + "` would be named `"
                    + name + "`, but a name has at most " + MACHINE_CHARS + " characters. Shorten the"
                    + " `name(...)` of the backend or the name of the workflow.");
        }
        return name;
    }

    /**
     * Returns the name of a schedule.
     *
     * @throws IllegalArgumentException if it is too long or has other characters
     */
    static String ofSchedule(String backend, String schedule) {
        if (!SCHEDULE.matcher(schedule).matches()) {
            throw new IllegalArgumentException("The name of a schedule is `" + schedule
                    + "`, but it can contain only letters, digits, hyphens, underscores and periods. Rename it.");
        }
        String name = backend + "-" + schedule;
        if (name.length() > SCHEDULE_CHARS) {
            throw new IllegalArgumentException("The schedule `" + schedule + "` would be named `" + name
                    + "`, but a name has at most " + SCHEDULE_CHARS + " characters. Shorten the"
                    + " `name(...)` of the backend or the name of the schedule.");
        }
        return name;
    }
}
