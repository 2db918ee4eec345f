/**
 * What happens when an action runs: its record is claimed, its input resolved, the task called, its result stored and the answer
 * cut to what the state machine can carry. Stores, clock, threads and logs come in through ports; nothing here knows AWS.
 */
@NullMarked
package dev.anabranch.action;

import org.jspecify.annotations.NullMarked;
