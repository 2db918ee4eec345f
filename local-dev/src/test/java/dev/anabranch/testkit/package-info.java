/** The test kit as users use it, and the page that shows how. */
@NullMarked
package dev.anabranch.testkit;

import org.jspecify.annotations.NullMarked;
