package dev.anabranch.translate.internal.emit;

import dev.anabranch.translate.internal.asl.AslMachine;
import dev.anabranch.translate.internal.asl.AslState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A piece of a machine.
 *
 * @param entry the state to go to; of another piece where this one is empty
 * @param states by name, in the order in which they are written
 */
record MachineFragment(String entry, Map<String, AslState> states) {

    MachineFragment {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /** One state. */
    static MachineFragment of(String name, AslState state) {
        return new MachineFragment(name, Map.of(name, state));
    }

    /** This piece with the states of others written after it. */
    MachineFragment and(MachineFragment... others) {
        Map<String, AslState> all = new LinkedHashMap<>(states);
        for (MachineFragment other : others) {
            all.putAll(other.states);
        }
        return new MachineFragment(entry, all);
    }

    /** The piece as a machine, branch or processor of its own. */
    AslMachine machine() {
        return new AslMachine(entry, states);
    }
}
