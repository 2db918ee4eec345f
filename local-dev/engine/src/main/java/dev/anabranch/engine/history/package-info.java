/** The history of an execution: its events, numbered and chained as AWS numbers and chains them. */
@NullMarked
package dev.anabranch.engine.history;

import org.jspecify.annotations.NullMarked;
