package dev.anabranch.translate.internal.plan;

import dev.anabranch.workflow.internal.graph.TaskNeeds;

/**
 * The plan for one Lambda function.
 *
 * @param id the logical id in the template, of letters and digits; the definition refers to the function by it
 * @param task the binary name of the task's class
 * @param memoryMb the memory, in MB
 * @param timeoutSeconds the timeout, in seconds: the longest of all calls of the function
 * @param needs the settings and secrets that the task requires
 */
public record FunctionPlan(String id, String task, int memoryMb, int timeoutSeconds, TaskNeeds needs) {

    // A record's own method is linked by method handles, which takes each new process milliseconds.
    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
