package dev.anabranch.workflow;

/** Something that runs and that others can wait for. */
public sealed interface Step permits Call, FanOut, Conditional {}
