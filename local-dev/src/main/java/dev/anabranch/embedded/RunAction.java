package dev.anabranch.embedded;

import dev.anabranch.action.ActionRecord;

/**
 * One action of a run.
 *
 * @param node its node
 * @param path its indexes joined by dots; empty outside any fan-out
 * @param record what is known of it
 */
record RunAction(String node, String path, ActionRecord record) {}
