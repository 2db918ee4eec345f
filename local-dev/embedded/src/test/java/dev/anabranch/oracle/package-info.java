/** What a workflow means, evaluated directly in Java: what every run of its translation must come to. */
@NullMarked
package dev.anabranch.oracle;

import org.jspecify.annotations.NullMarked;
