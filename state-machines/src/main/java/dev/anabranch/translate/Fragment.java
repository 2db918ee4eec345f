package dev.anabranch.translate;

import dev.anabranch.asl.State;
import dev.anabranch.asl.StateMachine;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A piece of a machine.
 *
 * @param entry the state to go to; of another piece where this one is empty
 * @param states by name, in the order in which they are written
 */
record Fragment(String entry, Map<String, State> states) {

    Fragment {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /** One state. */
    static Fragment of(String name, State state) {
        return new Fragment(name, Map.of(name, state));
    }

    /** This piece with the states of others written after it. */
    Fragment and(Fragment... others) {
        Map<String, State> all = new LinkedHashMap<>(states);
        for (Fragment other : others) {
            all.putAll(other.states);
        }
        return new Fragment(entry, all);
    }

    /** The piece as a machine, branch or processor of its own. */
    StateMachine machine() {
        return new StateMachine(entry, states);
    }
}
