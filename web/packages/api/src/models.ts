import type { components } from "./schema.gen";

/** The API's shapes under the marketplace's own words. */
type Schemas = components["schemas"];

export type Money = Schemas["Money"];
export type Page<Item> = { items: Item[]; next: string | null };
export type FieldError = Schemas["FieldError"];

export type Account = Schemas["AccountOut"];
export type Membership = Schemas["MembershipOut"];
export type Profile = Schemas["ProfileIn"];
export type Session = Schemas["SessionOut"];
export type Address = Schemas["AddressOut"];
export type AddressDraft = Schemas["AddressIn"];
export type SavedAddress = Schemas["SavedAddressOut"];
export type SavedAddressDraft = Schemas["SavedAddressIn"];
export type Place = Schemas["PlaceIn"];
export type DeliveryDays = Schemas["DeliveryOut"];

export type Marketplace = Schemas["MarketplaceOut"];
export type MarketplaceSettings = Schemas["SettingsOut"];
export type MarketplaceSettingsDraft = Schemas["SettingsIn"];
export type Market = Schemas["MarketOut"];
export type MarketDraft = Schemas["MarketIn"];
export type LegalPage = Schemas["LegalPageOut"];
export type LegalPageDraft = Schemas["LegalPageIn"];

export type Seller = Schemas["user_schemas_SellerOut"];
export type SellerSettings = Schemas["SellerSettingsOut"];
export type SellerFile = Schemas["SellerFileOut"];
export type SellerDraft = Schemas["SellerIn"];
export type SellerApplication = Schemas["SellerApplicationIn"];
export type Policies = Schemas["PoliciesIn"];
export type SellerStatus = Seller["status"];
export type Member = Schemas["MemberOut"];
export type MemberRole = Member["role"];
export type MemberDraft = Schemas["MemberIn"];
export type ShippingProfile = Schemas["ShippingProfileOut"];
export type ShippingProfileDraft = Schemas["ShippingProfileIn"];
export type SellerTransition = Schemas["SellerTransitionOut"];

export type ProductCard = Schemas["CardOut"];
export type Catalogue = Schemas["CatalogueOut"];
export type Facets = Schemas["FacetsOut"];
export type Product = Schemas["product_schemas_ProductOut"];
export type ProductDraft = Schemas["ProductIn"];
export type ProductUpdate = Schemas["ProductUpdate"];
export type ProductRow = Schemas["ProductRowOut"];
export type BulkChange = Schemas["BulkChangeIn"];
export type RefusedProduct = Schemas["RefusedProductOut"];
export type ProductVersionEntry = Schemas["ProductVersionOut"];
export type ProductStatus = Product["status"];
export type Variant = Schemas["VariantOut"];
export type Image = Schemas["ImageOut"];
export type ImagePlace = Schemas["ImagePlaceIn"];
export type Category = Schemas["CategoryOut"];
export type CategoryDraft = Schemas["CategoryIn"];
export type CategoryTree = Schemas["CategoryTreeOut"];
export type Attribute = Schemas["AttributeOut"];
export type Stock = Schemas["StockOut"];
export type StockMovement = Schemas["MovementIn"];
export type Import = Schemas["ImportOut"];
export type ImportLine = Schemas["ImportLineOut"];
export type ImportPublished = Schemas["ImportPublishedOut"];

export type Cart = Schemas["CartOut"];
export type CartGroup = Schemas["CartGroupOut"];
export type CartItem = Schemas["CartItemOut"];
export type CartProduct = Schemas["cart_schemas_ProductOut"];
export type CartSeller = Schemas["cart_schemas_SellerOut"];
export type CartNotice = Schemas["NoticeOut"];
export type ShippingOption = Schemas["ShippingOptionOut"];
export type SellerShipping = Schemas["SellerShippingOut"];

export type Order = Schemas["OrderOut"];
export type OrderDraft = Schemas["OrderIn"];
export type OrderCard = Schemas["OrderCardOut"];
export type OrderStatus = Order["status"];
export type PaymentState = Order["payment_status"];
export type OrderLine = Schemas["LineOut"];
export type SellerOrder = Schemas["SellerOrderOut"];
export type SellerOrderCard = Schemas["SellerOrderCardOut"];
export type SellerOrderStatus = SellerOrder["status"];
export type StatusChange = Schemas["StatusIn"];
export type Cancellation = Schemas["CancelIn"];
export type Shipment = Schemas["ShipmentOut"];
export type ShipmentDraft = Schemas["ShipmentIn"];
export type Tracking = Schemas["TrackingOut"];
export type TimelineEntry = Schemas["TimelineOut"];

export type Payment = Schemas["payment_schemas_PaymentOut"];
export type PaymentAttempt = Schemas["AttemptOut"];
export type PaymentRequest = Schemas["ProcessIn"];
export type RefundDraft = Schemas["RefundIn"];
export type Refund = Schemas["RefundOut"];
export type Balance = Schemas["BalanceOut"];
export type BalancePage = Schemas["BalancePage"];
export type Earning = Schemas["EarningOut"];
export type LedgerEntry = Schemas["EntryOut"];
export type CommissionRule = Schemas["RuleOut"];
export type CommissionRules = Schemas["RulesOut"];
export type CommissionRuleDraft = Schemas["RuleIn"];
export type Sales = Schemas["Sales"];
export type SalesPeriod = Schemas["SalesPeriod"];
export type Revenue = Schemas["Revenue"];
export type RevenuePeriod = Schemas["RevenuePeriod"];
export type SellerDashboard = Schemas["SellerDashboardOut"];
export type MarketplaceDashboard = Schemas["MarketplaceDashboardOut"];
