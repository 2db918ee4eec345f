/** Every listed example runs on the embedded cloud, and what its page says is what it does. */
@NullMarked
package dev.anabranch.examples;

import org.jspecify.annotations.NullMarked;
