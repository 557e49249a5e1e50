"""What is said and asked before the first session: general advice, and signs to heed."""

from posecoach.language import mark as _

ADVICE = (
    _("General movement guidance, not medical advice."),
    _("Move in comfort. You are in charge; the camera can be wrong."),
    _("Stop if it hurts, tingles or makes you dizzy."),
)
#: Two pages of questions: signs of an emergency, and signs to ask a clinician about first.
EMERGENCY_ASK = _("Any of these, now or lately?")
EMERGENCY = (
    _("Numbness around the genitals, the anus or the inner thighs"),
    _("A new problem with bladder, bowels or sexual function"),
    _("Weak or numb legs, or a leg that grows weaker"),
)
EMERGENCY_YES = (
    _("Seek urgent help now"),
    _("These signs need a doctor today: call your emergency number or go to a hospital."),
    _("posecoach does not start."),
)
CLINICIAN_ASK = _("Or any of these?")
CLINICIAN = (
    _("Back pain after a fall or an accident, fever, or weight lost without a reason"),
    _("Cancer in the past, pain at night that nothing eases, osteoporosis, long use of steroids"),
    _("First back pain under 20 or over 55; pregnant; dizzy or unsteady"),
    _("A new hip or knee, surgery of late, a fused spine, pain that runs down the leg"),
)
CLINICIAN_YES = (
    _("See a clinician first"),
    _("Ask a doctor or physiotherapist whether these stretches are right for you."),
    _("You decide. If you go on, stay small and slow, and stop when anything gets worse."),
)
TITLE = _("Before you start")
FOOT = _("Enter: I have read this     q: not now")
YES_NO = _("y: yes     n: no     q: not now")
GO_ON = _("Enter: go on     q: not now")
LINE = _("Move in comfort. Stop if it hurts, tingles or makes you dizzy.")
