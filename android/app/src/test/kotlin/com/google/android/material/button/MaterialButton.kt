package com.google.android.material.button

import android.content.Context
import android.widget.Button

/** What the accessibility test framework asks after by name, and this app does not have. */
class MaterialButton(context: Context) : Button(context)
