package dev.anabranch.cdk;

/**
 * Starts runs of a workflow on a schedule. The start goes through the run API, so the input is checked, and a duplicate
 * delivery starts one run.
 *
 * @param name unique in the deployment: letters, digits, {@code -}, {@code _} and {@code .}
 * @param workflow the name of the workflow
 * @param expression {@code cron(...)} with six fields, {@code rate(...)} or {@code at(...)}
 *     (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html)
 * @param timeZone the time zone of a {@code cron} expression, such as {@code Europe/Helsinki}
 * @param input the input of each run, as JSON text of the workflow's input type
 */
public record RunSchedule(String name, String workflow, String expression, String timeZone, String input) {

    /** Creates a schedule in UTC. */
    public RunSchedule(String name, String workflow, String expression, String input) {
        this(name, workflow, expression, "UTC", input);
    }
}
