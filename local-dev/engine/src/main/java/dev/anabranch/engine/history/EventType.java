package dev.anabranch.engine.history;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The type of a history event, for example {@code TaskStateEntered}.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html">HistoryEvent</a>
 */
public final class EventType {

    private static final Map<String, EventType> KNOWN = new ConcurrentHashMap<>();
    private static final Map<String, EventType> ENTERED = new ConcurrentHashMap<>();
    private static final Map<String, EventType> EXITED = new ConcurrentHashMap<>();
    private static final Set<String> WITHOUT_DETAILS =
            Set.of("ParallelStateStarted", "MapRunSucceeded", "LambdaFunctionStarted");

    private final String name;

    private EventType(String name) {
        this.name = name;
    }

    /** Returns the type with a name. */
    public static EventType of(String name) {
        EventType known = KNOWN.get(name);
        return known != null ? known : KNOWN.computeIfAbsent(name, EventType::new);
    }

    /** Returns the type for entering a state, for example {@code PassStateEntered} for {@code Pass}. */
    public static EventType entered(String stateType) {
        EventType known = ENTERED.get(stateType);
        return known != null ? known : ENTERED.computeIfAbsent(stateType, type -> of(type + "StateEntered"));
    }

    /** Returns the type for exiting a state, for example {@code PassStateExited} for {@code Pass}. */
    public static EventType exited(String stateType) {
        EventType known = EXITED.get(stateType);
        return known != null ? known : EXITED.computeIfAbsent(stateType, type -> of(type + "StateExited"));
    }

    /** Returns the type for aborting a state, for example {@code WaitStateAborted} for {@code Wait}. */
    public static EventType aborted(String stateType) {
        return of(stateType + "StateAborted");
    }

    /** Returns the name in the API. */
    public String text() {
        return name;
    }

    /** Returns the member of the API's event that has the details of this type; empty for types without details. */
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

    /** Returns true if AWS writes the details of this type even if they are empty. */
    boolean alwaysHasDetails() {
        return name.equals("ExecutionFailed") || name.equals("ExecutionAborted");
    }

    @Override
    public String toString() {
        return name;
    }
}
