"""Which later changes leave a signature standing: filling fields, signing, keeping signatures fresh; nothing else."""

from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)

_KEEPING = ModificationLevel.LTA_UPDATES

# A locked field whose picture stems from an earlier revision is not a change: hence no in-place appearance streams.
CHANGES = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),
        DocInfoRule().as_qualified(_KEEPING),
        XrefStreamRule().as_qualified(_KEEPING),
        ObjectStreamRule().as_qualified(_KEEPING),
        DSSCompareRule().as_qualified(_KEEPING),
        MetadataUpdateRule().as_qualified(_KEEPING),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(),
            SigFieldModificationRule(),
            GenericFieldModificationRule(allow_in_place_appearance_stream_changes=False),
        ],
    ),
)
"""The library's rules, but for one false alarm."""
