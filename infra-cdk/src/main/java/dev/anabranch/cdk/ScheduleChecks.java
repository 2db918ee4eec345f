package dev.anabranch.cdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.runs.internal.api.InputText;
import dev.anabranch.runs.internal.api.InputType;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.translate.internal.manifest.Manifest.TypeEntry;
import dev.anabranch.translate.internal.manifest.Manifest.WorkflowEntry;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awscdk.Token;

/** Checks schedules against the rules of EventBridge Scheduler, and their inputs against the types of the workflows. */
final class ScheduleChecks {

    /**
     * The forms of an expression, and of the six fields of {@code cron}
     * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html).
     */
    private static final Pattern EXPRESSION = Pattern.compile(
            "rate\\([1-9]\\d* (minute|hour|day)s?\\)" + "|at\\(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\)"
                    + "|cron\\([0-9*,/-]+ [0-9*,/-]+ (\\? [0-9A-Z*,/-]+ [0-9A-Z*,/L#-]+|[0-9*,/LW-]+ [0-9A-Z*,/-]+ \\?) [0-9*,/-]+\\)");

    /**
     * The syntax of the names of the IANA database; a plus sign is in names such as {@code Etc/GMT+5} only
     * (https://data.iana.org/time-zones/theory.html).
     */
    private static final Pattern TIME_ZONE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*(/[A-Za-z0-9_+-]+)*");

    /** Names of the IANA database that Java does not have. */
    private static final Set<String> MORE_TIME_ZONES = Set.of("EST", "GMT+0", "GMT-0", "HST", "MST", "ROC");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BackendSettings settings;

    ScheduleChecks(BackendSettings settings) {
        this.settings = settings;
    }

    /** Returns what is wrong with a schedule, apart from its name. */
    List<String> problems(RunSchedule schedule) {
        List<String> problems = new ArrayList<>();
        String expression = schedule.expression();
        if (!Token.isUnresolved(expression) && !EXPRESSION.matcher(expression).matches()) {
            problems.add("The expression of the schedule `" + schedule.name() + "` is `" + expression
                    + "`, but must be like `rate(1 hour)`, `at(2030-01-31T08:00:00)` or `cron(0 8 ? * MON-FRI *)`. The six fields"
                    + " of `cron` are minutes, hours, day of the month, month, day of the week and year, and exactly one of the"
                    + " two days is `?`.");
        }
        String zone = schedule.timeZone();
        if (!isKnownZone(zone) && !TIME_ZONE.matcher(zone).matches()) {
            problems.add("The time zone of the schedule `" + schedule.name() + "` is `" + zone
                    + "`, but must be a name of the IANA database, such as `Europe/Helsinki`.");
        }
        Optional<WorkflowEntry> workflow = settings.manifest().workflows().stream()
                .filter(entry -> entry.name().equals(schedule.workflow()))
                .findFirst();
        if (workflow.isEmpty()) {
            problems.add("The schedule `" + schedule.name() + "` starts the workflow `" + schedule.workflow()
                    + "`, which the backend does not deploy. Add it with `workflow(...)`, or correct the name.");
        }
        problems.addAll(inputProblems(schedule, workflow));
        return problems;
    }

    /** Returns a warning if the time zone of a schedule may be wrong: it can be newer than the JDK. */
    static Optional<String> warning(RunSchedule schedule) {
        return isKnownZone(schedule.timeZone())
                ? Optional.empty()
                : Optional.of("The time zone of the schedule `" + schedule.name() + "` is `" + schedule.timeZone()
                        + "`, which this JDK does not know. If it is not a name of the IANA database, the deployment"
                        + " fails: correct it.");
    }

    private static boolean isKnownZone(String zone) {
        return Token.isUnresolved(zone)
                || MORE_TIME_ZONES.contains(zone)
                || ZoneId.getAvailableZoneIds().contains(zone);
    }

    private static List<String> inputProblems(RunSchedule schedule, Optional<WorkflowEntry> workflow) {
        try {
            JSON.readTree(schedule.input());
            if (!Token.isUnresolved(schedule.input())) {
                JsonNode input = InputText.read(schedule.input());
                workflow.flatMap(entry -> type(entry.input())).ifPresent(type -> type.check(input));
            }
            return List.of();
        } catch (JsonProcessingException e) {
            return List.of(
                    "The input of the schedule `" + schedule.name() + "` is not JSON: " + e.getOriginalMessage());
        } catch (RunRefused refusal) {
            return List.of("The schedule `" + schedule.name() + "` cannot start a run. " + refusal.getMessage());
        }
    }

    /** Returns the type of a workflow's input; empty if its classes are in the Lambda package only. */
    private static Optional<InputType> type(TypeEntry input) {
        try {
            return Optional.of(InputType.of(input.java(), input.required()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
