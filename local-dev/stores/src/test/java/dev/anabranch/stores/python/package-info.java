/** Independent programs in Python, for second opinions; each in its own virtual environment. */
@NullMarked
package dev.anabranch.stores.python;

import org.jspecify.annotations.NullMarked;
