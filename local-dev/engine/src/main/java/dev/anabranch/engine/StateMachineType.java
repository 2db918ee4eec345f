package dev.anabranch.engine;

/** The two types of state machines. */
public enum StateMachineType {
    /** Runs up to a year, keeps a history, runs each state exactly once unless it says otherwise. */
    STANDARD,
    /** Runs up to five minutes, keeps no history here, and lacks integrations that wait. */
    EXPRESS
}
