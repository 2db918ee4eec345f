package dev.anabranch.workflow;

/** A part of a workflow that other parts can wait for: a {@link Call}, a {@link FanOut} or a {@link Conditional}. */
public interface Step {}
