package dev.anabranch.translate.internal.emit;

import dev.anabranch.translate.internal.asl.AslMachine;
import dev.anabranch.translate.internal.asl.AslState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A part of a machine.
 *
 * @param entry the first state; a state of another fragment if this one is empty
 * @param states the states by name, in the order of the definition
 */
record MachineFragment(String entry, Map<String, AslState> states) {

    MachineFragment {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /** Returns a fragment with one state. */
    static MachineFragment of(String name, AslState state) {
        return new MachineFragment(name, Map.of(name, state));
    }

    /** Returns this fragment followed by the states of others. */
    MachineFragment and(MachineFragment... others) {
        Map<String, AslState> all = new LinkedHashMap<>(states);
        for (MachineFragment other : others) {
            all.putAll(other.states);
        }
        return new MachineFragment(entry, all);
    }

    /** Returns the fragment as a machine, branch or processor. */
    AslMachine machine() {
        return new AslMachine(entry, states);
    }
}
