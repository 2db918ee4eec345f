package dev.anabranch.translate.internal.plan;

/**
 * One Lambda function.
 *
 * @param id letters and digits: a logical id in a template, and what a definition is given its ARN by
 * @param task the binary name of the task's class
 * @param memoryMb its memory
 * @param timeoutSeconds its time-out: the longest that any call asks for
 */
public record FunctionPlan(String id, String task, int memoryMb, int timeoutSeconds) {}
