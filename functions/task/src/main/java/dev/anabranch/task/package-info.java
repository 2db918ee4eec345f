/** The API for code inside a task. It has no type of AWS and no type of a JSON library. */
@NullMarked
package dev.anabranch.task;

import org.jspecify.annotations.NullMarked;
