package dev.anabranch.engine;

/** The types of state machines. */
public enum StateMachineType {
    /** Runs for at most one year and keeps a history. */
    STANDARD,
    /** Runs for at most five minutes, keeps no history in this engine, and rejects integrations that wait. */
    EXPRESS
}
