package dev.anabranch.engine.history;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The type of an event, for instance {@code TaskStateEntered}.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html">HistoryEvent</a>
 */
public final class EventType {

    private static final Map<String, EventType> KNOWN = new ConcurrentHashMap<>();
    private static final Set<String> WITHOUT_DETAILS =
            Set.of("ParallelStateStarted", "MapRunSucceeded", "LambdaFunctionStarted");

    private final String name;

    private EventType(String name) {
        this.name = name;
    }

    /** The type of that name. */
    public static EventType of(String name) {
        EventType known = KNOWN.get(name);
        return known != null ? known : KNOWN.computeIfAbsent(name, EventType::new);
    }

    /** {@code PassStateEntered} for {@code Pass}. */
    public static EventType entered(String stateType) {
        return of(stateType + "StateEntered");
    }

    /** {@code PassStateExited} for {@code Pass}. */
    public static EventType exited(String stateType) {
        return of(stateType + "StateExited");
    }

    /** {@code WaitStateAborted} for {@code Wait}. */
    public static EventType aborted(String stateType) {
        return of(stateType + "StateAborted");
    }

    /** The name that the API uses. */
    public String text() {
        return name;
    }

    /** The member of the API's event that has the details of this type; types that have none share an empty text. */
    public String detailsMember() {
        if (name.endsWith("StateEntered")) {
            return "stateEnteredEventDetails";
        }
        if (name.endsWith("StateExited")) {
            return "stateExitedEventDetails";
        }
        return WITHOUT_DETAILS.contains(name)
                ? ""
                : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1) + "EventDetails";
    }

    /** Whether AWS writes the details of this type even where they are empty. */
    boolean alwaysHasDetails() {
        return name.equals("ExecutionFailed") || name.equals("ExecutionAborted");
    }

    @Override
    public String toString() {
        return name;
    }
}
