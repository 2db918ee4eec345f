/** The records of runs in DynamoDB, and executions in Step Functions. */
@NullMarked
package dev.anabranch.runs.internal.store;

import org.jspecify.annotations.NullMarked;
